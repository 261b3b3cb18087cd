using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Tests.Chunks;

/// <summary>Which sample may follow on which in a chunk, and what the next chunk has to say about the step.</summary>
public sealed class HistogramChunkOutcomeTests
{
    public static TheoryData<string, HistogramAppendOutcome, CounterResetHint, CounterResetHint> AfterCounter => new()
    {
        // What changes, the outcome, and the header of the next chunk: of integer, then of float histograms.
        { "nothing", HistogramAppendOutcome.Appended, default, default },
        { "more", HistogramAppendOutcome.Appended, default, default },
        { "new bucket", HistogramAppendOutcome.Recoded, default, default },
        { "empty bucket gone", HistogramAppendOutcome.Appended, default, default },
        { "empty bucket gone, new bucket", HistogramAppendOutcome.Recoded, default, default },
        { "stale", HistogramAppendOutcome.Appended, default, default },
        { "used bucket gone", HistogramAppendOutcome.NewChunk, CounterResetHint.CounterReset, CounterResetHint.CounterReset },
        { "bucket lower", HistogramAppendOutcome.NewChunk, CounterResetHint.CounterReset, CounterResetHint.CounterReset },
        { "count lower", HistogramAppendOutcome.NewChunk, CounterResetHint.CounterReset, CounterResetHint.CounterReset },
        { "zero count lower", HistogramAppendOutcome.NewChunk, CounterResetHint.CounterReset, CounterResetHint.CounterReset },
        { "told reset", HistogramAppendOutcome.NewChunk, CounterResetHint.CounterReset, CounterResetHint.CounterReset },
        { "schema", HistogramAppendOutcome.NewChunk, CounterResetHint.Unknown, CounterResetHint.Unknown },
        { "zero threshold", HistogramAppendOutcome.NewChunk, CounterResetHint.Unknown, CounterResetHint.Unknown },
        { "gauge", HistogramAppendOutcome.NewChunk, CounterResetHint.Gauge, CounterResetHint.Gauge },
    };

    public static TheoryData<string, HistogramAppendOutcome> AfterGauge => new()
    {
        { "nothing", HistogramAppendOutcome.Appended },
        { "new bucket", HistogramAppendOutcome.Recoded },
        { "empty bucket gone", HistogramAppendOutcome.Appended },
        { "used bucket gone", HistogramAppendOutcome.Appended },
        { "bucket lower", HistogramAppendOutcome.Appended },
        { "count lower", HistogramAppendOutcome.Appended },
        { "stale", HistogramAppendOutcome.Appended },
        { "schema", HistogramAppendOutcome.NewChunk },
        { "zero threshold", HistogramAppendOutcome.NewChunk },
    };

    [Theory]
    [MemberData(nameof(AfterCounter))]
    public void Append_AfterCounter_HasOutcomeAndNextHeader(string change, HistogramAppendOutcome outcome, CounterResetHint next, CounterResetHint nextFloat)
    {
        var writer = new HistogramChunkWriter();
        Check(writer, Base, Changed(change), outcome, next);
        var floats = new FloatHistogramChunkWriter();
        Check(floats, Base.ToFloat(), Changed(change).ToFloat(), outcome, nextFloat);
    }

    [Theory]
    [MemberData(nameof(AfterGauge))]
    public void Append_AfterGauge_HasOutcomeAndNextHeader(string change, HistogramAppendOutcome outcome)
    {
        var (first, second) = (Base, Changed(change));
        first.CounterResetHint = CounterResetHint.Gauge;
        second.CounterResetHint = CounterResetHint.Gauge;
        Check(new HistogramChunkWriter(), first, second, outcome, CounterResetHint.Gauge);
        Check(new FloatHistogramChunkWriter(withStartTimes: true), first.ToFloat(), second.ToFloat(), outcome, CounterResetHint.Gauge);
    }

    [Fact]
    public void Append_CounterAfterGauge_NeedsANewChunk()
    {
        var gauge = Base;
        gauge.CounterResetHint = CounterResetHint.Gauge;
        Check(new HistogramChunkWriter(), gauge, Base, HistogramAppendOutcome.NewChunk, CounterResetHint.NotCounterReset);
        Check(new FloatHistogramChunkWriter(), gauge.ToFloat(), Base.ToFloat(), HistogramAppendOutcome.NewChunk, CounterResetHint.Unknown);
    }

    [Fact]
    public void Append_OtherCustomBounds_AreAReset()
    {
        static Histogram Custom(params double[] bounds) => new()
        {
            Schema = HistogramSchema.CustomBuckets,
            Count = 1,
            PositiveSpans = [new(0, 1)],
            PositiveBuckets = [1],
            CustomValues = bounds,
        };

        Check(new HistogramChunkWriter(), Custom(1, 2), Custom(1, 3), HistogramAppendOutcome.NewChunk, CounterResetHint.CounterReset);
        Check(new HistogramChunkWriter(), Custom(1, 2), Custom(1, 2), HistogramAppendOutcome.Appended, default);
    }

    [Fact]
    public void Append_AfterStale_TakesOnlyStale()
    {
        var stale = new Histogram { Sum = SpecialValues.StaleNaN };
        Check(new HistogramChunkWriter(), stale, stale, HistogramAppendOutcome.Appended, default);
        Check(new HistogramChunkWriter(), stale, Base, HistogramAppendOutcome.NewChunk, CounterResetHint.Unknown);
    }

    [Fact]
    public void StartNext_ChunkCutForItsSize_SaysWhetherThereWasAReset()
    {
        var lower = Changed("bucket lower");
        Assert.Equal(CounterResetHint.NotCounterReset, Next(new HistogramChunkWriter(), Base, Changed("more")));
        Assert.Equal(CounterResetHint.CounterReset, Next(new HistogramChunkWriter(), Base, lower));
        Assert.Equal(CounterResetHint.Unknown, Next(new HistogramChunkWriter(), Base, Changed("schema")));
        Assert.Equal(CounterResetHint.NotCounterReset, Next(new FloatHistogramChunkWriter(), Base.ToFloat(), Changed("schema").ToFloat()));
        Assert.Equal(CounterResetHint.CounterReset, Next(new FloatHistogramChunkWriter(), Base.ToFloat(), lower.ToFloat()));

        static CounterResetHint Next<T>(NativeChunkWriter<T> writer, T first, T second)
            where T : class, new()
        {
            writer.Append(1, first);
            writer.StartNext();
            Assert.Equal(HistogramAppendOutcome.Appended, writer.Append(2, second));
            return ChunkHeader.CounterReset(writer.Encoding, writer.Written);
        }
    }

    [Theory]
    [InlineData(CounterResetHint.Unknown, CounterResetHint.Unknown)]
    [InlineData(CounterResetHint.NotCounterReset, CounterResetHint.Unknown)]
    [InlineData(CounterResetHint.CounterReset, CounterResetHint.CounterReset)]
    [InlineData(CounterResetHint.Gauge, CounterResetHint.Gauge)]
    public void Append_FirstOfASeries_TakesTheHintForTheHeader(CounterResetHint hint, CounterResetHint header)
    {
        var first = Base;
        first.CounterResetHint = hint;
        foreach (var withStartTimes in (ReadOnlySpan<bool>)[false, true])
        {
            var writer = new HistogramChunkWriter(withStartTimes);
            writer.Append(1, first);
            Assert.Equal(header, ChunkHeader.CounterReset(writer.Encoding, writer.Written));
            Assert.Equal(header, writer.CounterReset);
        }
    }

    [Fact]
    public void Append_SpansThatDoNotFit_AreRefused()
    {
        var writer = new HistogramChunkWriter();
        var few = Base;
        few.PositiveBuckets = [1];
        Assert.Throws<ArgumentException>(() => writer.Append(1, few));
        var back = Base;
        back.PositiveSpans = [new(0, 2), new(-1, 1)];
        Assert.Throws<ArgumentException>(() => writer.Append(1, back));
        Assert.Equal(0, writer.Count);
    }

    private static void Check<T>(NativeChunkWriter<T> writer, T first, T second, HistogramAppendOutcome outcome, CounterResetHint next)
        where T : class, new()
    {
        writer.Append(1000, first);
        var before = writer.Written.ToArray();
        Assert.Equal(outcome, writer.Append(2000, second));
        if (outcome != HistogramAppendOutcome.NewChunk)
        {
            Assert.Equal(2, ChunkHeader.Count(writer.Encoding, writer.Written));
            return;
        }

        Assert.Equal(before, writer.Written);
        Assert.Equal(next, writer.NextCounterReset);
        writer.StartNext();
        Assert.Equal(HistogramAppendOutcome.Appended, writer.Append(2000, second));
        Assert.Equal(next, ChunkHeader.CounterReset(writer.Encoding, writer.Written));
    }

    /// <summary>Two buckets in use around an empty one.</summary>
    private static Histogram Base => new()
    {
        Schema = 2,
        ZeroThreshold = 0.5,
        ZeroCount = 1,
        Count = 10,
        Sum = 5,
        PositiveSpans = [new(1, 3)],
        PositiveBuckets = [4, -4, 5],
    };

    private static Histogram Changed(string change)
    {
        var histogram = Base;
        switch (change)
        {
            case "more":
                (histogram.Count, histogram.PositiveBuckets) = (11, [5, -5, 5]);
                break;
            case "new bucket":
                (histogram.Count, histogram.PositiveSpans, histogram.PositiveBuckets) = (11, [new(1, 3), new(2, 1)], [4, -4, 5, -4]);
                break;
            case "empty bucket gone":
                (histogram.PositiveSpans, histogram.PositiveBuckets) = ([new(1, 1), new(1, 1)], [4, 1]);
                break;
            case "empty bucket gone, new bucket":
                (histogram.Count, histogram.PositiveSpans, histogram.PositiveBuckets) = (11, [new(1, 1), new(1, 2)], [4, 1, -4]);
                break;
            case "used bucket gone":
                (histogram.PositiveSpans, histogram.PositiveBuckets) = ([new(1, 2)], [10, -10]);
                break;
            case "bucket lower":
                histogram.PositiveBuckets = [3, -3, 6];
                break;
            case "count lower":
                (histogram.Count, histogram.PositiveBuckets) = (9, [4, -4, 4]);
                break;
            case "zero count lower":
                (histogram.ZeroCount, histogram.PositiveBuckets) = (0, [4, -4, 6]);
                break;
            case "told reset":
                histogram.CounterResetHint = CounterResetHint.CounterReset;
                break;
            case "schema":
                histogram.Schema = 1;
                break;
            case "zero threshold":
                histogram.ZeroThreshold = 0.25;
                break;
            case "gauge":
                histogram.CounterResetHint = CounterResetHint.Gauge;
                break;
            case "stale":
                histogram.Sum = SpecialValues.StaleNaN;
                break;
            default:
                Assert.Equal("nothing", change);
                break;
        }

        return histogram;
    }
}
