using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

public sealed class HistogramResetTests
{
    public static TheoryData<string, Action<FloatHistogram>, Action<FloatHistogram>, bool> Cases => new()
    {
        { "nothing changed", _ => { }, _ => { }, false },
        { "more in a bucket", h => h.PositiveBuckets[0] += 1, _ => { }, false },
        { "less in a bucket", h => h.PositiveBuckets[0] -= 1, _ => { }, true },
        { "less in a negative bucket", h => h.NegativeBuckets[0] -= 1, _ => { }, true },
        { "less in the zero bucket", h => h.ZeroCount -= 1, _ => { }, true },
        { "smaller count", h => h.Count -= 1, _ => { }, true },
        { "smaller sum", h => h.Sum -= 1, _ => { }, false },
        { "said to be a reset", h => h.CounterResetHint = CounterResetHint.CounterReset, _ => { }, true },
        { "said to be none", h => { h.CounterResetHint = CounterResetHint.NotCounterReset; h.Count = 0; }, _ => { }, false },
        { "a gauge is looked at", h => { h.CounterResetHint = CounterResetHint.Gauge; h.Count = 0; }, _ => { }, true },
        { "finer resolution", h => h.Schema = 1, _ => { }, true },
        { "narrower zero bucket", h => h.ZeroThreshold = 0.25, _ => { }, true },
        { "a bucket is gone", h => { h.PositiveSpans = [new(1, 1)]; h.PositiveBuckets = [8]; }, _ => { }, true },
        {
            "an empty bucket is gone", h => { h.PositiveSpans = [new(2, 1)]; h.PositiveBuckets = [8]; }, h => h.PositiveBuckets[0] = 0, false
        },
        { "a new bucket", h => { h.PositiveSpans = [new(0, 3)]; h.PositiveBuckets = [1, 4, 8]; }, _ => { }, false },
        { "coarser resolution", h => h.PositiveBuckets = [12, 8], h => h.Schema = 2, false },
        { "zero bucket up to a bound", h => { h.ZeroThreshold = 1; h.ZeroCount = 4; h.NegativeSpans = []; h.NegativeBuckets = []; }, _ => { }, false },
        { "zero bucket cuts a bucket", h => { h.ZeroThreshold = 1.5; h.ZeroCount = 40; }, _ => { }, true },
        { "custom now", h => h.Schema = HistogramSchema.CustomBuckets, _ => { }, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void DetectReset_OneChange_IsAResetOrNot(string name, Action<FloatHistogram> now, Action<FloatHistogram> before, bool expected)
    {
        var current = Start();
        var previous = Start();
        now(current);
        before(previous);
        Assert.True(expected == current.DetectReset(previous), name);
    }

    [Theory]
    [InlineData(new double[] { 1, 5 }, new double[] { 7, 9, 0 }, false)]
    [InlineData(new double[] { 1, 5 }, new double[] { 3, 9, 9 }, true)]
    [InlineData(new double[] { 2 }, new double[] { 5, 7 }, false)]
    [InlineData(new double[] { 2 }, new double[] { 12, 4 }, true)]
    [InlineData(new double[] { 7 }, new double[] { 13, 3 }, false)]
    [InlineData(new double[] { 7 }, new double[] { 0, 11 }, true)]
    public void DetectReset_DifferingCustomBounds_ComparesBetweenTheCommonOnes(double[] bounds, double[] buckets, bool expected)
    {
        var previous = Custom([1, 2, 5], [4, 1, 7, 0]);
        Assert.Equal(expected, Custom(bounds, buckets).DetectReset(previous));
    }

    [Fact]
    public void DetectReset_SomethingWasAdded_IsNone()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var previous = HistogramCases.WithoutZeroBucket(seed);
            var current = previous.Copy();
            current.Add(HistogramCases.WithoutZeroBucket(seed + 1000));
            current.CounterResetHint = CounterResetHint.Unknown;
            return !current.DetectReset(previous);
        });
    }

    private static FloatHistogram Start() => new()
    {
        Count = 16,
        Sum = 20,
        ZeroThreshold = 0.5,
        ZeroCount = 2,
        NegativeSpans = [new(0, 1)],
        NegativeBuckets = [2],
        PositiveSpans = [new(1, 2)],
        PositiveBuckets = [4, 8],
    };

    private static FloatHistogram Custom(double[] bounds, double[] buckets) => new()
    {
        Schema = HistogramSchema.CustomBuckets,
        CustomValues = bounds,
        Count = 16,
        PositiveSpans = [new(0, (uint)buckets.Length)],
        PositiveBuckets = buckets,
    };
}
