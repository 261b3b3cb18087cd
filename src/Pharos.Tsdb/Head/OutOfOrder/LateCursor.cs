using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.Tsdb.Head.OutOfOrder;

/// <summary>Reads a sorted list of samples. Used for one series after the other.</summary>
internal sealed class LateCursor : SampleCursor
{
    private List<LateSample> _samples = [];
    private int _next;

    /// <summary>Begins with other samples, by ascending times.</summary>
    public void Reset(List<LateSample> samples)
    {
        _samples = samples;
        _next = 0;
    }

    public override SampleKind Peek() => _next == _samples.Count ? SampleKind.None : _samples[_next].Kind;

    public override void Seek(long timestampMs)
    {
        while (_next < _samples.Count && _samples[_next].TimestampMs < timestampMs)
        {
            _next++;
        }
    }

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values)
    {
        var read = 0;
        for (; read < timestampsMs.Length && Peek() == SampleKind.Float; read++)
        {
            timestampsMs[read] = _samples[_next].TimestampMs;
            values[read] = _samples[_next++].Value;
        }

        return read;
    }

    public override long ReadHistogram(Histogram histogram)
    {
        var sample = _samples[_next++];
        sample.Histogram!.CopyTo(histogram);
        histogram.CounterResetHint = Unknown(histogram.CounterResetHint);
        return sample.TimestampMs;
    }

    public override long ReadFloatHistogram(FloatHistogram histogram)
    {
        var sample = _samples[_next++];
        if (sample.Histogram is not null)
        {
            sample.Histogram.ToFloat(histogram);
        }
        else
        {
            sample.FloatHistogram!.CopyTo(histogram);
        }

        histogram.CounterResetHint = Unknown(histogram.CounterResetHint);
        return sample.TimestampMs;
    }

    /// <summary>What was before a sample when it came is not what is before it now.</summary>
    private static CounterResetHint Unknown(CounterResetHint hint) => hint == CounterResetHint.Gauge ? hint : CounterResetHint.Unknown;
}
