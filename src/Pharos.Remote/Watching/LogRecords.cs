using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Remote.Watching;

/// <summary>Understands the records of the log, and hands what they say of series on at once. Not safe for concurrent use.</summary>
internal sealed class LogRecords(ILogSink sink, WatcherMetrics.OneWatcher metrics)
{
    private readonly LabelsBuilder _copies = new();

    /// <summary>The samples of the last record that had any.</summary>
    public LoggedSamples Samples { get; } = new();

    /// <summary>Takes a record whatever it holds; true if there are samples now, to be handed on.</summary>
    /// <exception cref="CorruptionException">It does not hold what its type says.</exception>
    public bool Read(ReadOnlySpan<byte> record, int segment)
    {
        var type = RecordTypes.Of(record);
        switch (type)
        {
            case RecordType.Samples or RecordType.SamplesV2:
                metrics.Read(type);
                Samples.ReadSamples(record);
                return Samples.Count > 0;
            case RecordType.Exemplars when sink.WantsExemplars:
                metrics.Read(type);
                Samples.ReadExemplars(record);
                return Samples.Count > 0;
            case RecordType.Histograms or RecordType.CustomHistograms or RecordType.HistogramsV2 when sink.WantsHistograms:
                metrics.Read(type);
                Samples.ReadHistograms(record);
                return Samples.Count > 0;
            case RecordType.FloatHistograms or RecordType.CustomFloatHistograms or RecordType.FloatHistogramsV2 when sink.WantsHistograms:
                metrics.Read(type);
                Samples.ReadFloatHistograms(record);
                return Samples.Count > 0;
            default:
                ReadAboutSeries(record, segment);
                return false;
        }
    }

    /// <summary>Takes what a record says of series, and passes over samples.</summary>
    /// <inheritdoc cref="Read"/>
    public void ReadAboutSeries(ReadOnlySpan<byte> record, int segment)
    {
        var type = RecordTypes.Of(record);
        metrics.Read(type);
        if (type == RecordType.Series)
        {
            var series = new SeriesRecordReader(record, _copies);
            while (series.MoveNext())
            {
                sink.StoreSeries(series.Series, series.Labels, segment);
            }
        }
        else if (type == RecordType.Metadata && sink.WantsMetadata)
        {
            var metadata = new MetadataRecordReader(record);
            while (metadata.MoveNext())
            {
                sink.StoreMetadata(metadata.Series, metadata.Type, metadata.Unit, metadata.Help);
            }
        }
        else if (type is RecordType.None or > RecordType.FloatHistogramsV2)
        {
            // Of a later version, or damage that its checksum did not show.
            metrics.DecodeFailures.Increment();
        }
    }

    /// <summary>Takes the names of the series that a record of a checkpoint has.</summary>
    /// <inheritdoc cref="Read"/>
    public void ReadKept(ReadOnlySpan<byte> record, int segment)
    {
        var type = RecordTypes.Of(record);
        metrics.Read(type);
        if (type == RecordType.Series)
        {
            var series = new SeriesRecordReader(record, _copies);
            while (series.MoveNext())
            {
                sink.KeepSeries(series.Series, segment);
            }
        }
    }
}
