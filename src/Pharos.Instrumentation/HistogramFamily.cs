namespace Pharos.Instrumentation;

public sealed class HistogramFamily : LabelledFamily<Histogram>
{
    private readonly double[] _bounds;
    private readonly NativeHistogramOptions? _native;

    internal HistogramFamily(
        FamilyDescription description, double[] bounds, NativeHistogramOptions? native, TimeProvider clock, Action countDropped)
        : base(description, labels => new Histogram(labels, bounds, native, clock), countDropped)
    {
        _bounds = bounds;
        _native = native;
    }

    internal override string? DifferenceFrom(MetricFamily other)
    {
        if (other is not HistogramFamily histograms || !_bounds.AsSpan().SequenceEqual(histograms._bounds))
        {
            return "its buckets are others";
        }

        return _native == histograms._native ? null : "its native form is another";
    }

    /// <summary>The finite bounds, checked.</summary>
    internal static double[] BoundsOf(string name, HistogramOptions options)
    {
        var bounds = options.Buckets.ToArray();
        if (bounds.Length > 0 && double.IsPositiveInfinity(bounds[^1]))
        {
            bounds = bounds[..^1];
        }

        for (var i = 0; i < bounds.Length; i++)
        {
            if (double.IsNaN(bounds[i]) || (i > 0 && !(bounds[i] > bounds[i - 1])))
            {
                throw new MetricRegistrationException(name, "the bounds of its buckets must ascend");
            }
        }

        if (options.Native?.Check() is { } fault)
        {
            throw new MetricRegistrationException(name, fault);
        }

        if (options.Buckets.Count == 0 && options.Native is null)
        {
            throw new MetricRegistrationException(name, "a histogram needs classic buckets or the native form");
        }

        return bounds;
    }
}
