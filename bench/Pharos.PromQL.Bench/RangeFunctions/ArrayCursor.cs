using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.PromQL.Bench.RangeFunctions;

/// <summary>Reads samples that need no decoding, again and again.</summary>
internal sealed class ArrayCursor(long[] times, double[] values) : SampleCursor
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

    public override int ReadFloats(Span<long> timestampsMs, Span<double> read)
    {
        var count = Math.Min(timestampsMs.Length, times.Length - _next);
        times.AsSpan(_next, count).CopyTo(timestampsMs);
        values.AsSpan(_next, count).CopyTo(read);
        _next += count;
        return count;
    }

    public override long ReadHistogram(Histogram histogram) => throw new NotSupportedException();

    public override long ReadFloatHistogram(FloatHistogram histogram) => throw new NotSupportedException();
}
