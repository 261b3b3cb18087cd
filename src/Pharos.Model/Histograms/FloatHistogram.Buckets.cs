namespace Pharos.Model.Histograms;

public sealed partial class FloatHistogram
{
    /// <summary>The bucket around zero, of which histograms with custom buckets have none.</summary>
    public HistogramBucket<double> ZeroBucket => HistogramBucket<double>.Zero(ZeroThreshold, ZeroCount);

    /// <summary>Positive buckets, or all custom ones, in ascending order. None of these enumerations allocates.</summary>
    public FloatBucketEnumerator EnumeratePositive() => new(this, isPositive: true);

    /// <summary>Negative buckets in descending order.</summary>
    public FloatBucketEnumerator EnumerateNegative() => new(this, isPositive: false);

    public ReverseFloatBucketEnumerator EnumeratePositiveDescending() => new(this, isPositive: true);

    public ReverseFloatBucketEnumerator EnumerateNegativeAscending() => new(this, isPositive: false);

    public AllFloatBucketsEnumerator EnumerateAll() => new(this, isDescending: false);

    public AllFloatBucketsEnumerator EnumerateAllDescending() => new(this, isDescending: true);
}
