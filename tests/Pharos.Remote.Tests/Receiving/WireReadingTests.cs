using FsCheck.Fluent;
using Pharos.Formats.RemoteWrite;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Remote.Tests.Receiving;

public sealed class WireReadingTests
{
    [Fact]
    public void Sample_AnyTimeAndValue_IsWhatWasWritten() => Property.Holds(
        from time in Property.AnyInt64()
        from start in Gen.Elements(0L, 1, 1_700_000_000_000)
        from bits in Property.AnyInt64()
        select (time, start, bits),
        static one =>
        {
            var buffer = new ByteBuffer();
            var writer = new ProtoWriter(buffer);
            writer.Double(1, BitConverter.Int64BitsToDouble(one.bits));
            writer.VarInt(2, (ulong)one.time);
            if (one.start != 0)
            {
                writer.VarInt(3, (ulong)one.start);
            }

            var read = SampleReader.Read(buffer.Written);
            return BitConverter.DoubleToInt64Bits(read.Value) == one.bits && read.TimestampMs == one.time && read.StartTimestampMs == one.start;
        },
        cases: 5000);

    [Theory]
    [InlineData("")]
    [InlineData("1005")]
    public void Sample_WithoutFields_HasZeros(string hex)
    {
        var read = SampleReader.Read(Convert.FromHexString(hex));
        Assert.Equal(0d, read.Value);
        Assert.Equal(hex.Length == 0 ? 0 : 5, read.TimestampMs);
    }

    [Fact]
    public void Histogram_Integer_IsWhatWasWritten()
    {
        var written = new Histogram
        {
            CounterResetHint = CounterResetHint.NotCounterReset,
            Schema = 3,
            Count = 19,
            Sum = -2.5,
            ZeroThreshold = 0.001,
            ZeroCount = 2,
            PositiveSpans = [new BucketSpan(-4, 2), new BucketSpan(0, 0), new BucketSpan(3, 1)],
            PositiveBuckets = [1, 4, -2],
            NegativeSpans = [new BucketSpan(1, 1)],
            NegativeBuckets = [8],
        };
        var read = HistogramReader.Read(new ProtoReader(Requests.Histogram(written, null, 77)));
        Assert.Null(read.Float);
        Assert.Equal(77, read.TimestampMs);
        Assert.True(written.ContentEquals(read.Integer));
        Assert.Equal(written.PositiveSpans, read.Integer!.PositiveSpans);
        Assert.Equal(CounterResetHint.NotCounterReset, read.Integer.CounterResetHint);
    }

    [Fact]
    public void Histogram_FloatWithCustomBuckets_IsWhatWasWritten()
    {
        var written = new FloatHistogram
        {
            Schema = HistogramSchema.CustomBuckets,
            Count = 3.5,
            Sum = 9,
            PositiveSpans = [new BucketSpan(0, 3)],
            PositiveBuckets = [1, 0.5, 2],
            CustomValues = [1, 2],
        };
        var read = HistogramReader.Read(new ProtoReader(Requests.Histogram(null, written, 78)));
        Assert.Null(read.Integer);
        Assert.True(written.ContentEquals(read.Float));
        Assert.Equal([1, 2], read.Float!.CustomValues);
    }

    [Fact]
    public void Labels_Run_EndsWithTheLastOfThem()
    {
        var text = new string('x', 300);
        var request = Requests.Version1(new Sent([("__name__", "a"), ("long", text), ("z", "1")]) { Samples = [(1, 2, 0)] });
        var reader = new ProtoReader(request);
        reader.MoveNext();
        var series = reader.ReadBytes();
        var run = LabelReader.MeasureRun(series);
        Assert.Equal(series.Length - 2 - 11, run);
        var labels = new LabelsBuilder();
        LabelReader.ReadAll(new ProtoReader(series[..run]), labels);
        Assert.Equal($"{{__name__=\"a\", long=\"{text}\", z=\"1\"}}", labels.ToString());
    }

    [Theory]
    [InlineData("0a05")]
    [InlineData("0a8101")]
    [InlineData("0aff")]
    public void Labels_RunThatIsCutOff_IsRefused(string hex) =>
        Assert.Throws<ProtoException>(() => LabelReader.MeasureRun(Convert.FromHexString(hex)));
}
