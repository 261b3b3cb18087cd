using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.Server.Federation;

/// <summary>The newest sample of a series: a number, or a histogram.</summary>
/// <param name="Histogram">Null if it is a number.</param>
internal readonly record struct LastSample(long TimestampMs, double Value, FloatHistogram? Histogram)
{
    private const int BatchLength = 128;

    /// <summary>Reads to the end; null if there is nothing.</summary>
    public static LastSample? Of(SampleCursor cursor)
    {
        Span<long> times = stackalloc long[BatchLength];
        Span<double> values = stackalloc double[BatchLength];
        LastSample? last = null;
        FloatHistogram? histogram = null;
        for (var kind = cursor.Peek(); kind != SampleKind.None; kind = cursor.Peek())
        {
            if (kind == SampleKind.Float)
            {
                var read = cursor.ReadFloats(times, values);
                last = new LastSample(times[read - 1], values[read - 1], null);
            }
            else
            {
                histogram ??= new FloatHistogram();
                last = new LastSample(cursor.ReadFloatHistogram(histogram), 0, histogram);
            }
        }

        return last;
    }
}
