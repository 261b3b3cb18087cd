using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.PromQL.Tests.RangeFunctions;

/// <summary>Reads arrays.</summary>
internal sealed class FloatCursor(long[] times, double[] values) : SampleCursor
{
    private int _next;

    public void Rewind() => _next = 0;

    public override SampleKind Peek() => _next < times.Length ? SampleKind.Float : SampleKind.None;

    public override void Seek(long timestampMs)
    {
        while (_next < times.Length && times[_next] < timestampMs)
        {
            _next++;
        }
    }

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values1)
    {
        var count = Math.Min(timestampsMs.Length, times.Length - _next);
        times.AsSpan(_next, count).CopyTo(timestampsMs);
        values.AsSpan(_next, count).CopyTo(values1);
        _next += count;
        return count;
    }

    public override long ReadHistogram(Histogram histogram) => throw new NotSupportedException("There are floats only.");

    public override long ReadFloatHistogram(FloatHistogram histogram) => throw new NotSupportedException("There are floats only.");
}
