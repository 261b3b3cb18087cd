using Pharos.Instrumentation.Distributions;

namespace Pharos.Instrumentation;

/// <summary>The native form of a histogram: how fine it is and what happens when it takes too many buckets.</summary>
/// <remarks>
/// When an observation needs a bucket more than <see cref="MaxBuckets"/>, then in this order: the histogram starts anew, if it did not
/// within <see cref="MinResetInterval"/>; the lowest bucket joins that around zero, if it is within <see cref="MaxZeroThreshold"/>; the
/// resolution is halved. After either of the last two it starts anew, at full resolution, as soon as the interval allows.
/// </remarks>
public sealed record NativeHistogramOptions
{
    /// <summary>Each bound is at most this many times the one below, as far as the finest schema (1.0027) allows. Above 1.</summary>
    public double BucketFactor { get; init; } = 1.1;

    /// <summary>The most buckets beside that around zero. At the coarsest schema, sixteen powers of two wide, more are kept.</summary>
    public int MaxBuckets { get; init; } = 100;

    public TimeSpan MinResetInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Observations up to this far from zero are in the bucket around it. By default 2^-128.</summary>
    public double ZeroThreshold { get; init; } = Math.ScaleB(1, -128);

    /// <summary>How far the bucket around zero may be widened; not at all by default.</summary>
    public double MaxZeroThreshold { get; init; }

    internal int Schema => ExponentialBuckets.SchemaFor(BucketFactor);

    /// <summary>What is wrong with the options, null if nothing is.</summary>
    internal string? Check()
    {
        if (!(BucketFactor > 1) || MaxBuckets < 1 || MinResetInterval < TimeSpan.Zero)
        {
            return "a native histogram needs a bucket factor above 1, a bucket or more, and an interval that is not negative";
        }

        return ZeroThreshold >= 0 && double.IsFinite(ZeroThreshold) && double.IsFinite(MaxZeroThreshold)
            ? null
            : "the zero threshold of a native histogram is finite and not negative";
    }
}
