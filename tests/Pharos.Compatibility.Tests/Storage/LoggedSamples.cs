using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>The samples in the log of an agent.</summary>
internal sealed class LoggedSamples
{
    private readonly Dictionary<ulong, Labels> _labels = [];
    private readonly List<StoredSample> _samples = [];

    /// <summary>The last checkpoint and the segments behind it. Fails at a sample of a series that is not named before.</summary>
    public static StoredSamples Read(string walDirectory)
    {
        var log = new LoggedSamples();
        var first = 0;
        if (CheckpointDirectories.Last(walDirectory) is { } checkpoint)
        {
            using var reader = new WalReader(checkpoint.Path);
            log.Read(reader);
            first = checkpoint.Segment + 1;
        }

        using (var reader = new WalReader(walDirectory, first))
        {
            log.Read(reader);
        }

        return StoredSamples.Of(log._samples);
    }

    private void Read(WalReader reader)
    {
        while (reader.MoveNext())
        {
            switch (RecordTypes.Of(reader.Record))
            {
                case RecordType.Series:
                    var series = new SeriesRecordReader(reader.Record);
                    while (series.MoveNext())
                    {
                        _labels[series.Series] = series.Labels.ToLabels();
                    }

                    break;
                case RecordType.Samples:
                    var samples = new SampleRecordReader(reader.Record);
                    while (samples.MoveNext())
                    {
                        _samples.Add(new StoredSample(_labels[samples.Current.Series], samples.Current.TimestampMs, samples.Current.Value));
                    }

                    break;
                case RecordType.Histograms or RecordType.CustomHistograms:
                    var histograms = new HistogramRecordReader(reader.Record);
                    for (var histogram = new Histogram(); histograms.MoveNext(histogram); histogram = new Histogram())
                    {
                        _samples.Add(new StoredSample(_labels[histograms.Series], histograms.TimestampMs, 0, histogram));
                    }

                    break;
                case RecordType.FloatHistograms or RecordType.CustomFloatHistograms:
                    var floatHistograms = new FloatHistogramRecordReader(reader.Record);
                    for (var histogram = new FloatHistogram(); floatHistograms.MoveNext(histogram); histogram = new FloatHistogram())
                    {
                        _samples.Add(new StoredSample(_labels[floatHistograms.Series], floatHistograms.TimestampMs, 0, FloatHistogram: histogram));
                    }

                    break;
                default:
                    Assert.Fail($"a record of type {RecordTypes.Of(reader.Record)}");
                    break;
            }
        }
    }
}
