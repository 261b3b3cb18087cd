using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Tsdb.Wal;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Tests.Agent;

/// <summary>One thing in the log of an agent; of a histogram the sum.</summary>
internal sealed record LoggedEntry(Labels Series, RecordType Type, long TimestampMs, double Value, Labels? Exemplar = null);

/// <summary>The log of an agent as one who sends it reads it. Fails if something comes before its labels.</summary>
internal sealed class AgentLog
{
    private readonly Dictionary<ulong, Labels> _labels = [];
    private readonly List<LoggedEntry> _entries = [];

    public static IReadOnlyList<LoggedEntry> Read(string walDirectory)
    {
        var log = new AgentLog();
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

        return log._entries;
    }

    private void Read(WalReader reader)
    {
        while (reader.MoveNext())
        {
            ReadRecord(RecordTypes.Of(reader.Record), reader.Record);
        }
    }

    private void ReadRecord(RecordType type, ReadOnlySpan<byte> record)
    {
        switch (type)
        {
            case RecordType.Series:
                var series = new SeriesRecordReader(record);
                while (series.MoveNext())
                {
                    _labels[series.Series] = series.Labels.ToLabels();
                }

                break;
            case RecordType.Samples:
                var samples = new SampleRecordReader(record);
                while (samples.MoveNext())
                {
                    Add(samples.Current.Series, type, samples.Current.TimestampMs, samples.Current.Value);
                }

                break;
            case RecordType.Exemplars:
                var exemplars = new ExemplarRecordReader(record);
                while (exemplars.MoveNext())
                {
                    _entries.Add(new LoggedEntry(_labels[exemplars.Series], type, exemplars.TimestampMs, exemplars.Value, exemplars.Labels.ToLabels()));
                }

                break;
            case RecordType.Histograms or RecordType.CustomHistograms:
                var histograms = new HistogramRecordReader(record);
                for (var histogram = new Histogram(); histograms.MoveNext(histogram);)
                {
                    Add(histograms.Series, type, histograms.TimestampMs, histogram.Sum);
                }

                break;
            case RecordType.FloatHistograms or RecordType.CustomFloatHistograms:
                var floatHistograms = new FloatHistogramRecordReader(record);
                for (var histogram = new FloatHistogram(); floatHistograms.MoveNext(histogram);)
                {
                    Add(floatHistograms.Series, type, floatHistograms.TimestampMs, histogram.Sum);
                }

                break;
            default:
                Assert.Fail($"a record of type {type}");
                break;
        }
    }

    private void Add(ulong series, RecordType type, long timestampMs, double value) =>
        _entries.Add(new LoggedEntry(_labels[series], type, timestampMs, value));
}
