using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Tests.Chunks;

/// <summary>Chunks that other programs have to read, and write, in exactly these bytes.</summary>
public sealed class HistogramChunkBytesTests
{
    private static readonly double SmallThreshold = Math.ScaleB(1, -128);

    private static Histogram First => new()
    {
        Schema = 1,
        ZeroThreshold = SmallThreshold,
        ZeroCount = 2,
        Count = 8,
        Sum = 12.5,
        PositiveSpans = [new(0, 2), new(1, 1)],
        PositiveBuckets = [1, 1, -1],
        NegativeSpans = [new(-1, 1)],
        NegativeBuckets = [2],
    };

    private static Histogram Second
    {
        get
        {
            var second = First;
            second.ZeroCount = 3;
            second.Count = 12;
            second.Sum = 20.5;
            second.PositiveBuckets = [2, 1, -1];
            return second;
        }
    }

    /// <summary>With a bucket in the gap and an empty one at the end.</summary>
    private static Histogram Wider
    {
        get
        {
            var wider = Second;
            wider.Count = 15;
            wider.PositiveSpans = [new(0, 4)];
            wider.PositiveBuckets = [2, 1, -2, 1];
            wider.NegativeSpans = [new(-1, 1), new(3, 1)];
            wider.NegativeBuckets = [2, 0];
            return wider;
        }
    }

    [Fact]
    public void Append_SameBuckets_AreTheseBytes()
    {
        var writer = new HistogramChunkWriter();
        Assert.Equal(HistogramAppendOutcome.Appended, writer.Append(1000, First));
        Assert.Equal(HistogramAppendOutcome.Appended, writer.Append(2000, Second));
        Assert.Equal("000200748ca48c631bf8fa311240290000000000008c6f2f1f4523ac6ee200", Convert.ToHexStringLower(writer.Written));
    }

    [Fact]
    public void Append_NewBuckets_WritesAllSamplesAgain()
    {
        var writer = new HistogramChunkWriter();
        writer.Append(1000, First);
        writer.Append(2000, Second);
        Assert.Equal(HistogramAppendOutcome.Recoded, writer.Append(3000, Wider));
        Assert.Equal("000300748c68946f19f8fa311240290000000000008c6d195bc7d148eb1bb8af117bae9592", Convert.ToHexStringLower(writer.Written));
    }

    [Fact]
    public void Append_StartTimes_StandBehindTheSamples()
    {
        var writer = new HistogramChunkWriter(withStartTimes: true);
        writer.Append(1000, First, 500);
        writer.Append(2000, Second, 500);
        writer.Append(3000, Wider, 2500);
        Assert.Equal(
            "000382748c68946f19f8fa311240290000000000008c6d195ba01fc7d148eb1bb8af117bae9592f70600", Convert.ToHexStringLower(writer.Written));
    }

    [Fact]
    public void Append_CustomBounds_AreShortWhereTheyAreThousandths()
    {
        var writer = new HistogramChunkWriter();
        writer.Append(1000, new Histogram
        {
            Schema = HistogramSchema.CustomBuckets,
            Count = 3,
            Sum = 1.5,
            PositiveSpans = [new(0, 3)],
            PositiveBuckets = [1, 0, 0],
            CustomValues = [0.005, 1, 1.0 / 3],
        });
        Assert.Equal("00010000ee5c664ede3e91feaaaaaaaaaaaaaf8fa263ff8000000000000880", Convert.ToHexStringLower(writer.Written));
    }

    [Fact]
    public void Append_OddZeroThreshold_IsWrittenInFull()
    {
        var writer = new HistogramChunkWriter();
        writer.Append(-7, new Histogram { Schema = 3, ZeroThreshold = 0.001, ZeroCount = 1, Count = 1 });
        Assert.Equal("000100ff3f50624dd2f1a9fc99b98c400000000000000000", Convert.ToHexStringLower(writer.Written));
    }

    [Theory]
    [InlineData(false, "000200748ca48c631bf8fa10080000000000001000000000000000100a4000000000000ffc00000000000010000000000000000ffc00000000000010000000000000003c7d1b81ed07b81b6830")]
    [InlineData(true, "000201748ca48c631bf8fa10080000000000001000000000000000100a4000000000000ffc00000000000010000000000000000ffc00000000000010000000000000003c7d1b81ed07b81b6833dc18")]
    public void Append_FloatHistograms_AreTheseBytes(bool withStartTimes, string hex)
    {
        var second = First.ToFloat();
        second.ZeroCount = 2.5;
        second.Count = 9;
        second.Sum = 13.5;
        second.PositiveBuckets[1] = 2.5;
        var writer = new FloatHistogramChunkWriter(withStartTimes);
        writer.Append(1000, First.ToFloat());
        writer.Append(2000, second, 1500);
        Assert.Equal(hex, Convert.ToHexStringLower(writer.Written));
    }
}
