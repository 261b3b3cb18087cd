using Pharos.Model.Histograms;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>What a series had between two of its samples, on the straight line from the one to the other.</summary>
internal static class Interpolation
{
    /// <param name="isCounter">Whether a decrease is a counter that began at zero anew.</param>
    public static double Between(double value, long timeMs, double nextValue, long nextTimeMs, long atMs, bool isCounter)
    {
        if (isCounter && nextValue < value)
        {
            value = 0;
        }

        return value + ((nextValue - value) * (atMs - timeMs) / (nextTimeMs - timeMs));
    }

    /// <summary>A histogram that the caller owns, or null, which is noted, if the two cannot be combined.</summary>
    /// <inheritdoc cref="Between(double, long, double, long, long, bool)"/>
    public static FloatHistogram? Between(
        FloatHistogram histogram, long timeMs, FloatHistogram next, long nextTimeMs, long atMs, bool isCounter, ref WindowNotes notes)
    {
        if (atMs == timeMs)
        {
            return histogram.Copy();
        }

        var result = next.Copy();
        if (atMs == nextTimeMs)
        {
            return result;
        }

        var fraction = (double)(atMs - timeMs) / (nextTimeMs - timeMs);
        if (isCounter && next.DetectReset(histogram))
        {
            return result.Multiply(fraction);
        }

        return HistogramChange.TrySubtract(result, histogram, ref notes) &&
            HistogramChange.TryAdd(result.Multiply(fraction), histogram, ref notes)
            ? result
            : null;
    }
}
