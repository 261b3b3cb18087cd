namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// By what the change between the first and the last sample of a window is multiplied to be that of the whole window.
/// </summary>
/// <remarks>
/// Samples are assumed to be about equally far apart. Where the next one would be expected within the window and is missing, the series
/// is taken to begin or end half of a gap beyond its sample; otherwise to reach the edge. A counter does not begin below zero.
/// </remarks>
internal readonly struct Extrapolation
{
    private const double LateBy = 1.1;

    private readonly bool _isCounter;
    private readonly double _divisor;

    /// <param name="divisor">The length of the window in seconds if the result is per second, otherwise 0.</param>
    public Extrapolation(bool isCounter, double divisor)
    {
        _isCounter = isCounter;
        _divisor = divisor;
    }

    /// <param name="startMs">The window's start.</param>
    /// <param name="endMs">The window's end.</param>
    /// <param name="gaps">Between the samples, at least 1.</param>
    /// <param name="firstValue">The first sample, or its count if it is a histogram.</param>
    /// <param name="change">Up to the last sample.</param>
    public double Factor(long startMs, long endMs, long firstMs, long lastMs, int gaps, double firstValue, double change)
    {
        var interval = (lastMs - firstMs) / 1000.0;
        var gap = interval / gaps;
        var threshold = gap * LateBy;
        var toStart = (firstMs - startMs) / 1000.0;
        if (toStart >= threshold)
        {
            toStart = gap / 2;
        }

        if (_isCounter && change > 0 && firstValue >= 0)
        {
            var toZero = interval * (firstValue / change);
            if (toZero < toStart)
            {
                toStart = toZero;
            }
        }

        var toEnd = (endMs - lastMs) / 1000.0;
        if (toEnd >= threshold)
        {
            toEnd = gap / 2;
        }

        return Scale(interval, toStart, toEnd);
    }

    /// <summary>For a counter that is known to have been zero at a time within the window.</summary>
    /// <param name="zeroMs">That time.</param>
    /// <param name="gaps">Between the samples, 0 if there is one only, behind which nothing is expected then.</param>
    public double FactorFromZero(long zeroMs, long endMs, long firstMs, long lastMs, int gaps)
    {
        var gap = gaps > 0 ? (lastMs - firstMs) / 1000.0 / gaps : 0;
        var toEnd = (endMs - lastMs) / 1000.0;
        if (toEnd >= gap * LateBy)
        {
            toEnd = gap / 2;
        }

        return Scale((lastMs - zeroMs) / 1000.0, 0, toEnd);
    }

    private double Scale(double interval, double toStart, double toEnd)
    {
        var factor = interval == 0 ? 1 : (interval + toStart + toEnd) / interval;
        return _divisor > 0 ? factor / _divisor : factor;
    }
}
