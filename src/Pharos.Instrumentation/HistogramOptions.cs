namespace Pharos.Instrumentation;

/// <summary>The buckets of a histogram: classic ones, the native form, or both.</summary>
public sealed record HistogramOptions : FamilyOptions
{
    /// <summary>Fits durations in seconds, from 5 ms to 10 s.</summary>
    public static IReadOnlyList<double> DefaultBuckets { get; } = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10];

    /// <summary>Upper bounds, ascending. +Inf is always there and may be left out. Empty for a histogram that is native only.</summary>
    public IReadOnlyList<double> Buckets { get; init; } = DefaultBuckets;

    /// <summary>Null for a histogram that is classic only.</summary>
    public NativeHistogramOptions? Native { get; init; }

    /// <summary>Bounds that are a width apart.</summary>
    public static double[] LinearBuckets(double start, double width, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        var bounds = new double[count];
        for (var i = 0; i < count; i++)
        {
            bounds[i] = start;
            start += width;
        }

        return bounds;
    }

    /// <summary>Bounds that are a factor apart.</summary>
    public static double[] ExponentialBuckets(double start, double factor, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(start);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(factor, 1);
        var bounds = new double[count];
        for (var i = 0; i < count; i++)
        {
            bounds[i] = start;
            start *= factor;
        }

        return bounds;
    }
}
