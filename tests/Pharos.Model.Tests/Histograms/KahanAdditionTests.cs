using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

public sealed class KahanAdditionTests
{
    [Fact]
    public void KahanAdd_SmallToLarge_LosesNothing()
    {
        var sum = One(1e16);
        FloatHistogram? compensation = null;
        for (var i = 0; i < 7; i++)
        {
            sum.KahanAdd(One(1), ref compensation);
        }

        sum.KahanAdd(One(-1e16), ref compensation);
        sum.Add(compensation!);
        Assert.Equal(7, sum.Count);
        Assert.Equal(7, sum.Sum);
        Assert.Equal(7, sum.ZeroCount);
        Assert.All(sum.PositiveBuckets, bucket => Assert.Equal(7, bucket));
    }

    [Fact]
    public void KahanAdd_OtherLayout_KeepsTheCompensationBesideItsBucket()
    {
        var sum = new FloatHistogram { PositiveSpans = [new(5, 1)], PositiveBuckets = [1e16] };
        FloatHistogram? compensation = null;
        sum.KahanAdd(new FloatHistogram { PositiveSpans = [new(5, 1)], PositiveBuckets = [1] }, ref compensation);
        sum.KahanAdd(new FloatHistogram { PositiveSpans = [new(1, 2), new(5, 1)], PositiveBuckets = [2, 3, 4] }, ref compensation);

        Assert.Equal([2, 3, 1e16, 4], sum.PositiveBuckets);
        Assert.Equal([0, 0, 1, 0], compensation!.PositiveBuckets);
        Assert.Equal(sum.PositiveSpans, compensation.PositiveSpans);
    }

    [Fact]
    public void KahanAdd_LowerResolution_ReducesTheCompensationToo()
    {
        var sum = new FloatHistogram { Schema = 1, PositiveSpans = [new(1, 2)], PositiveBuckets = [1e16, 1e16] };
        FloatHistogram? compensation = null;
        sum.KahanAdd(new FloatHistogram { Schema = 1, PositiveSpans = [new(1, 2)], PositiveBuckets = [1, 1] }, ref compensation);
        sum.KahanAdd(new FloatHistogram { Schema = 0, PositiveSpans = [new(1, 1)], PositiveBuckets = [-2e16] }, ref compensation);
        Assert.Equal(2, sum.PositiveBuckets[0] + compensation!.PositiveBuckets[0]);
        Assert.Equal(0, compensation.Schema);
    }

    [Fact]
    public void KahanAdd_DifferingCustomBounds_ReconcilesBoth()
    {
        var sum = Custom([1, 2], [1e16, 4, 0]);
        FloatHistogram? compensation = null;
        sum.KahanAdd(Custom([1, 2], [1, 0, 0]), ref compensation);
        Assert.Equal(HistogramMergeResult.BoundsReconciled, sum.KahanAdd(Custom([2, 3], [8, 0, 16]), ref compensation));
        Assert.Equal([2], sum.CustomValues);
        Assert.Equal([2], compensation!.CustomValues);
        sum.Subtract(Custom([2], [1e16, 0]));
        sum.Add(compensation);
        Assert.Equal([13, 16], sum.PositiveBuckets);
    }

    /// <summary>The vector path and the plain one have to take the same steps, or results would depend on the machine.</summary>
    [Fact]
    public void KahanAdd_ManyBuckets_AreSummedAsOneByOne()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var random = new Random(seed);
            var values = new double[19];
            var sum = Many(values);
            FloatHistogram? compensation = null;
            var expected = new (double Sum, double Left)[values.Length];
            for (var round = 0; round < 6; round++)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = random.Next(12) switch
                    {
                        0 => double.PositiveInfinity,
                        1 => double.NaN,
                        2 => 1e308,
                        3 => 0,
                        _ => (random.NextDouble() - 0.3) * Math.Pow(10, random.Next(-20, 20)),
                    };
                    Pharos.Foundation.Numbers.KahanSum.Add(values[i], ref expected[i].Sum, ref expected[i].Left);
                }

                sum.KahanAdd(Many(values), ref compensation);
            }

            return expected.Select(pair => pair.Sum).SequenceEqual(sum.PositiveBuckets)
                && expected.Select(pair => pair.Left).SequenceEqual(compensation!.PositiveBuckets);
        });
    }

    [Fact]
    public void KahanAdd_CompensationOfAnotherSum_Throws()
    {
        FloatHistogram? compensation = One(1);
        Assert.Throws<InvalidOperationException>(() => Many(new double[3]).KahanAdd(Many(new double[3]), ref compensation));
    }

    private static FloatHistogram One(double value) => new()
    {
        Count = value,
        Sum = value,
        ZeroCount = value,
        ZeroThreshold = 0.5,
        PositiveSpans = [new(3, 6)],
        PositiveBuckets = [value, value, value, value, value, value],
    };

    private static FloatHistogram Many(double[] values) => new()
    {
        PositiveSpans = [new(0, (uint)values.Length)],
        PositiveBuckets = [.. values],
    };

    private static FloatHistogram Custom(double[] bounds, double[] buckets) => new()
    {
        Schema = HistogramSchema.CustomBuckets,
        CustomValues = bounds,
        PositiveSpans = [new(0, (uint)buckets.Length)],
        PositiveBuckets = buckets,
    };
}
