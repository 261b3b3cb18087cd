using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Fuzz.Targets;

/// <summary>Records of the write-ahead log of every type.</summary>
internal sealed class WalRecordTarget : IFuzzTarget
{
    private readonly LabelsBuilder _copies = new();
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();
    private readonly ulong[] _series = new ulong[5];
    private readonly long[] _times = new long[5];
    private readonly double[] _values = new double[5];
    private readonly long[] _starts = new long[5];

    public string Name => "wal-record";

    public IEnumerable<byte[]> Seeds
    {
        get
        {
            SampleRecord[] samples = [new(1, 1_000, 1.5), new(900, 1_000, 2, 500), new(3, 2_000, 3, 500), new(70_000, -1, 4, 7)];
            yield return Written(record => SampleRecordEncoder.Append(record, samples));
            yield return Written(record => SampleRecordEncoder.AppendV2(record, samples));
            yield return Written(static record => TombstoneRecord.Append(record, [new(1, -5, 5), new(2, 0, long.MaxValue)]));
            yield return Written(static record => MmapMarkerRecord.Append(record, [new(1, 2), new(3, 4)]));
            yield return Written(static record =>
            {
                var series = new SeriesRecordWriter(record);
                series.Add(1, Labels.Of(("__name__", "up"), ("job", "é")).View);
                series.Add(2, Labels.Of(("b", new string('x', 200))).View);
            });
            yield return Written(static record =>
            {
                var exemplars = new ExemplarRecordWriter(record);
                exemplars.Add(1, Labels.Of(("trace", "abc")).View, 1, 1_000);
                exemplars.Add(2, default, 2, 1_001);
            });
            yield return Written(static record => new MetadataRecordWriter(record).Add(5, MetricType.Counter, "bytes"u8, "Help."u8));
            var exponential = new Histogram { Schema = 12, Count = 4, PositiveSpans = [new(0, 1), new(2, 2)], PositiveBuckets = [1, 1, -1] };
            var custom = new Histogram { Schema = -53, Count = 2, PositiveSpans = [new(0, 1)], PositiveBuckets = [2], CustomValues = [1] };
            HistogramRecord[] histograms = [new(1, 5, exponential, 3), new(2, 6, custom, 3)];
            FloatHistogramRecord[] floats = [new(1, 5, exponential.ToFloat(), 3), new(2, 6, custom.ToFloat(), 0)];
            yield return Written(record => HistogramRecord.Append(record, histograms, custom: false));
            yield return Written(record => HistogramRecord.Append(record, histograms, custom: true));
            yield return Written(record => HistogramRecord.AppendV2(record, histograms));
            yield return Written(record => FloatHistogramRecord.Append(record, floats, custom: false));
            yield return Written(record => FloatHistogramRecord.Append(record, floats, custom: true));
            yield return Written(record => FloatHistogramRecord.AppendV2(record, floats));
        }
    }

    public IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. Enumerable.Range(1, 13).Select(static type => new[] { (byte)type }),
        [0x80, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x69], [0x14], new byte[8],
    ];

    public bool HasLengths => true;

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        outcome.Feature(1, input.IsEmpty ? 0u : input[0]);
        try
        {
            Read(input, outcome);
        }
        catch (CorruptionException exception)
        {
            BrokenInvariantException.Require(exception.Offset >= 0 && exception.Offset <= input.Length, "the offset is not in the record");
            outcome.Error(exception);
        }
    }

    private void Read(ReadOnlySpan<byte> record, FuzzOutcome outcome)
    {
        switch (RecordTypes.Of(record))
        {
            case RecordType.Series:
                var series = new SeriesRecordReader(record, _copies);
                while (series.MoveNext())
                {
                    outcome.Result(series.Series);
                    RequireCanonical(series.Labels);
                    outcome.Result(series.Labels.Encoded);
                }

                break;
            case RecordType.Samples or RecordType.SamplesV2:
                ReadSamples(record, outcome);
                break;
            case RecordType.Tombstones:
                var tombstones = new TombstoneRecordReader(record);
                while (tombstones.MoveNext())
                {
                    outcome.Result(tombstones.Current.MinTimeMs);
                }

                break;
            case RecordType.Exemplars:
                var exemplars = new ExemplarRecordReader(record, _copies);
                while (exemplars.MoveNext())
                {
                    outcome.Result(exemplars.Value);
                    RequireCanonical(exemplars.Labels);
                }

                break;
            case RecordType.MmapMarkers:
                var markers = new MmapMarkerRecordReader(record);
                while (markers.MoveNext())
                {
                    outcome.Result(markers.Current.Chunk);
                }

                break;
            case RecordType.Metadata:
                var metadata = new MetadataRecordReader(record);
                while (metadata.MoveNext())
                {
                    outcome.Result(metadata.Unit);
                    outcome.Result(metadata.Help);
                }

                break;
            case RecordType.Histograms or RecordType.CustomHistograms or RecordType.HistogramsV2:
                var histograms = new HistogramRecordReader(record);
                while (histograms.MoveNext(_histogram))
                {
                    outcome.Result(histograms.TimestampMs);
                    outcome.Result(_histogram.PositiveBuckets.Length);
                }

                break;
            case RecordType.FloatHistograms or RecordType.CustomFloatHistograms or RecordType.FloatHistogramsV2:
                var floats = new FloatHistogramRecordReader(record);
                while (floats.MoveNext(_floatHistogram))
                {
                    outcome.Result(floats.TimestampMs);
                    outcome.Result(_floatHistogram.PositiveBuckets.Length);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Both ways of reading give the same samples.</summary>
    private void ReadSamples(ReadOnlySpan<byte> record, FuzzOutcome outcome)
    {
        var reader = new SampleRecordReader(record);
        var columns = new SampleRecordReader(record);
        int count;
        while ((count = columns.Read(_series, _times, _values, _starts)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                var sample = new SampleRecord(_series[i], _times[i], _values[i], _starts[i]);
                BrokenInvariantException.Require(reader.MoveNext() && reader.Current == sample, "columns and single samples differ");
                outcome.Result(sample.Value);
            }
        }

        BrokenInvariantException.Require(!reader.MoveNext(), "columns end before single samples");
    }

    private static void RequireCanonical(LabelsView labels)
    {
        var again = new LabelsBuilder();
        foreach (var label in labels)
        {
            again.Set(label.Name, label.Value);
        }

        BrokenInvariantException.Require(again.View().Equals(labels), "the labels are not in order, or not unique, or empty");
    }

    private static byte[] Written(Action<ByteBuffer> write)
    {
        var record = new ByteBuffer();
        write(record);
        return record.ToArray();
    }
}
