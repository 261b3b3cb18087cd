using Pharos.Foundation.Bytes;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Tests.Wal.Records;

public sealed class HistogramRecordTests
{
    private static readonly HistogramRecord[] Samples =
    [
        new(9, 1_000, Exponential(3), 500),
        new(4, 999, Custom(), 500),
        new(4, 1_001, Exponential(-2), 0),
        new(ulong.MaxValue, long.MinValue, Custom(), 7),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_FirstVersion_AreThoseOfTheKind(bool custom)
    {
        var expected = Samples.Where(sample => sample.Value.UsesCustomBuckets == custom).ToList();
        var record = new ByteBuffer();
        Assert.Equal(2, HistogramRecord.Append(record, Samples, custom));
        Assert.Equal(custom ? RecordType.CustomHistograms : RecordType.Histograms, RecordTypes.Of(record.Written));
        AssertIntegers(expected, record.Written, hasStart: false);

        record.Clear();
        Assert.Equal(2, FloatHistogramRecord.Append(record, Floats(), custom));
        Assert.Equal(custom ? RecordType.CustomFloatHistograms : RecordType.FloatHistograms, RecordTypes.Of(record.Written));
        AssertFloats(expected, record.Written, hasStart: false);
    }

    [Fact]
    public void Read_SecondVersion_AreAllWithTheirStarts()
    {
        var record = new ByteBuffer();
        HistogramRecord.AppendV2(record, Samples);
        AssertIntegers(Samples, record.Written, hasStart: true);
        record.Clear();
        FloatHistogramRecord.AppendV2(record, Floats());
        AssertFloats(Samples, record.Written, hasStart: true);
    }

    [Fact]
    public void Append_NoneOfTheKind_AppendsNothing()
    {
        var record = new ByteBuffer();
        Assert.Equal(0, HistogramRecord.Append(record, Samples.AsSpan(0, 1), custom: true));
        HistogramRecord.AppendV2(record, []);
        Assert.Equal(0, record.Length);
    }

    [Fact]
    public void Read_SchemaThatIsTooFine_IsReduced()
    {
        var record = new ByteBuffer();
        var fine = new Histogram { Schema = 10, Count = 3, PositiveSpans = [new(0, 2)], PositiveBuckets = [1, 1] };
        HistogramRecord.Append(record, [new(1, 1, fine)], custom: false);
        var read = new Histogram();
        Assert.True(new HistogramRecordReader(record.Written).MoveNext(read));
        Assert.Equal(8, read.Schema);
    }

    [Fact]
    public void Read_SchemaThatIsNotKnown_IsPassedOver()
    {
        var record = new ByteBuffer();
        HistogramRecord.Append(record, [new(1, 1, Exponential(77)), new(2, 2, Exponential(0))], custom: false);
        var read = new Histogram();
        var reader = new HistogramRecordReader(record.Written);
        Assert.True(reader.MoveNext(read));
        Assert.Equal(2UL, reader.Series);
        Assert.Equal(1, reader.Skipped);
        Assert.False(reader.MoveNext(read));
    }

    [Fact]
    public void Read_CutOrChangedAnywhere_ThrowsOrGivesHistograms()
    {
        var record = new ByteBuffer();
        HistogramRecord.AppendV2(record, Samples);
        var bytes = record.ToArray();
        var random = new Random(3);
        var failures = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var changed = bytes[..(i % 2 == 0 ? bytes.Length : random.Next(1, bytes.Length))];
            changed[random.Next(1, Math.Max(2, changed.Length)) % changed.Length] ^= (byte)random.Next(256);
            if (changed[0] != bytes[0])
            {
                continue;
            }

            try
            {
                var histogram = new Histogram();
                var reader = new HistogramRecordReader(changed);
                while (reader.MoveNext(histogram))
                {
                    Assert.True(HistogramSchema.IsKnown(histogram.Schema));
                }
            }
            catch (CorruptionException exception)
            {
                Assert.InRange(exception.Offset!.Value, 1, changed.Length);
                failures++;
            }
        }

        Assert.InRange(failures, 1_000, 4_000);
    }

    [Fact]
    public void Read_SameLayoutAgain_KeepsTheArrays()
    {
        var record = new ByteBuffer();
        HistogramRecord.Append(record, [new(1, 1, Exponential(1)), new(1, 2, Exponential(1))], custom: false);
        var read = new Histogram();

        // Once for what the runtime does when code runs first.
        var reader = new HistogramRecordReader(record.Written);
        while (reader.MoveNext(read))
        {
        }

        reader = new HistogramRecordReader(record.Written);
        reader.MoveNext(read);
        var (spans, buckets) = (read.PositiveSpans, read.PositiveBuckets);
        var before = GC.GetAllocatedBytesForCurrentThread();
        reader.MoveNext(read);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(spans, read.PositiveSpans);
        Assert.Same(buckets, read.PositiveBuckets);
    }

    private static Histogram Exponential(int schema) => new()
    {
        CounterResetHint = CounterResetHint.NotCounterReset,
        Schema = schema,
        ZeroThreshold = 0.25,
        ZeroCount = 300,
        Count = ulong.MaxValue,
        Sum = -1.5,
        PositiveSpans = [new(-5, 2), new(400, 1)],
        PositiveBuckets = [1, -500, 7],
        NegativeSpans = [new(1, 1)],
        NegativeBuckets = [long.MinValue],
    };

    private static Histogram Custom() => new()
    {
        Schema = HistogramSchema.CustomBuckets,
        Count = 5,
        Sum = double.PositiveInfinity,
        PositiveSpans = [new(0, 2)],
        PositiveBuckets = [2, 1],
        CustomValues = [1.5, 3],
    };

    private static FloatHistogramRecord[] Floats() =>
        [.. Samples.Select(static sample => new FloatHistogramRecord(sample.Series, sample.TimestampMs, sample.Value.ToFloat(), sample.StartTimestampMs))];

    private static void AssertIntegers(IReadOnlyList<HistogramRecord> expected, ReadOnlySpan<byte> record, bool hasStart)
    {
        var reader = new HistogramRecordReader(record);
        var read = new Histogram();
        foreach (var sample in expected)
        {
            Assert.True(reader.MoveNext(read));
            Assert.Equal((sample.Series, sample.TimestampMs, hasStart ? sample.StartTimestampMs : 0), (reader.Series, reader.TimestampMs, reader.StartTimestampMs));
            Assert.True(sample.Value.ContentEquals(read));
            Assert.Equal(sample.Value.CounterResetHint, read.CounterResetHint);
        }

        Assert.False(reader.MoveNext(read));
    }

    private static void AssertFloats(IReadOnlyList<HistogramRecord> expected, ReadOnlySpan<byte> record, bool hasStart)
    {
        var reader = new FloatHistogramRecordReader(record);
        var read = new FloatHistogram();
        foreach (var sample in expected)
        {
            Assert.True(reader.MoveNext(read));
            Assert.Equal((sample.Series, sample.TimestampMs, hasStart ? sample.StartTimestampMs : 0), (reader.Series, reader.TimestampMs, reader.StartTimestampMs));
            Assert.True(sample.Value.ToFloat().ContentEquals(read));
        }

        Assert.False(reader.MoveNext(read));
    }
}
