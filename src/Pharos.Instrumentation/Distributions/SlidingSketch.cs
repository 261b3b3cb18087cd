namespace Pharos.Instrumentation.Distributions;

/// <summary>
/// The observations of the last while: a ring of sketches, each for an equal part of the time. When a part is over, the oldest sketch
/// is emptied and takes the new part. Times are timestamps of the clock. Not safe for concurrent use.
/// </summary>
internal sealed class SlidingSketch
{
    private readonly Sketch[] _parts;
    private readonly long _partLength;
    private int _current;
    private long _partEnd;

    /// <summary>All of the time is <paramref name="parts"/> times <paramref name="partLength"/>.</summary>
    public SlidingSketch(int parts, long partLength, long now)
    {
        _parts = new Sketch[parts];
        for (var i = 0; i < parts; i++)
        {
            _parts[i] = new Sketch();
        }

        _partLength = partLength;
        _partEnd = now + partLength;
    }

    public void Add(double value, long now)
    {
        Advance(now);
        _parts[_current].Add(value);
    }

    public void CopyInto(Sketch total, long now)
    {
        Advance(now);
        foreach (var part in _parts)
        {
            total.AddAll(part);
        }
    }

    private void Advance(long now)
    {
        // Fast path: the part is not over.
        if (now < _partEnd)
        {
            return;
        }

        var passed = ((now - _partEnd) / _partLength) + 1;
        for (var i = Math.Min(passed, _parts.Length); i > 0; i--)
        {
            _current = (_current + 1) % _parts.Length;
            _parts[_current].Clear();
        }

        _partEnd += passed * _partLength;
    }
}
