using Pharos.Model.Histograms;

namespace Pharos.Storage.Merging;

/// <summary>
/// One of the cursors that are merged, standing at a sample whose time is known: floats are read ahead into columns, a histogram into an object
/// that is kept. Used for one cursor after the other.
/// </summary>
internal sealed class SampleSource
{
    private const int BufferSamples = 128;

    private readonly long[] _times = new long[BufferSamples];
    private readonly double[] _values = new double[BufferSamples];
    private readonly long[] _starts = new long[BufferSamples];
    private SampleCursor? _cursor;
    private Histogram? _histogram;
    private FloatHistogram? _floatHistogram;
    private int _at;
    private int _end;

    /// <summary>The kind of the sample it stands at, <see cref="SampleKind.None"/> before the first and after the last.</summary>
    public SampleKind Kind { get; private set; }

    public long TimestampMs { get; private set; }

    public long StartTimestampMs { get; private set; }

    /// <summary>Begins before the first sample of a cursor, which must not be used elsewhere meanwhile.</summary>
    public void Reset(SampleCursor cursor)
    {
        _cursor = cursor;
        _at = 0;
        _end = 0;
        Kind = SampleKind.None;
    }

    public bool MoveNext()
    {
        if (_at + 1 < _end)
        {
            _at++;
            Stand();
            return true;
        }

        return Fill();
    }

    /// <summary>Goes to the first sample not before the time, but never back. False at the end.</summary>
    public bool Seek(long timestampMs)
    {
        if (Kind != SampleKind.None && TimestampMs >= timestampMs)
        {
            return true;
        }

        if (_at < _end && _times[_end - 1] >= timestampMs)
        {
            while (_times[_at] < timestampMs)
            {
                _at++;
            }

            Stand();
            return true;
        }

        _cursor!.Seek(timestampMs);
        return Fill();
    }

    /// <summary>
    /// Takes the float it stands at, and those after it that are before a time and already read, into the columns from an index on; it stands at the
    /// last of them then. Returns how many that were.
    /// </summary>
    public int TakeFloats(long beforeMs, Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs, int index)
    {
        // Sources that take turns give one at a time.
        if (_at + 1 >= _end || _times[_at + 1] >= beforeMs)
        {
            timestampsMs[index] = TimestampMs;
            values[index] = _values[_at];
            if (!startTimestampsMs.IsEmpty)
            {
                startTimestampsMs[index] = StartTimestampMs;
            }

            return 1;
        }

        var most = Math.Min(_end - _at, timestampsMs.Length - index);
        var times = _times.AsSpan(_at, most);
        var count = most;
        if (times[most - 1] >= beforeMs)
        {
            count = 1;
            while (count < most && times[count] < beforeMs)
            {
                count++;
            }
        }

        times[..count].CopyTo(timestampsMs[index..]);
        _values.AsSpan(_at, count).CopyTo(values[index..]);
        if (!startTimestampsMs.IsEmpty)
        {
            _starts.AsSpan(_at, count).CopyTo(startTimestampsMs[index..]);
        }

        _at += count - 1;
        Stand();
        return count;
    }

    public void CopyTo(Histogram histogram) => _histogram!.CopyTo(histogram);

    public void CopyTo(FloatHistogram histogram)
    {
        if (Kind == SampleKind.Histogram)
        {
            _histogram!.ToFloat(histogram);
        }
        else
        {
            _floatHistogram!.CopyTo(histogram);
        }
    }

    private void Stand()
    {
        TimestampMs = _times[_at];
        StartTimestampMs = _starts[_at];
    }

    private bool Fill()
    {
        var cursor = _cursor!;
        _at = 0;
        _end = 0;
        Kind = cursor.Peek();
        switch (Kind)
        {
            case SampleKind.None:
                return false;
            case SampleKind.Float:
                _end = cursor.ReadFloats(_times, _values, _starts);
                Stand();
                return true;
            case SampleKind.Histogram:
                TimestampMs = cursor.ReadHistogram(_histogram ??= new Histogram());
                break;
            default:
                TimestampMs = cursor.ReadFloatHistogram(_floatHistogram ??= new FloatHistogram());
                break;
        }

        StartTimestampMs = cursor.StartTimestampMs;
        return true;
    }
}

/// <summary>A source with the time it stands at, by which it waits for its turn.</summary>
internal readonly record struct WaitingSource(SampleSource Source, long TimestampMs) : IMergeSource<WaitingSource>
{
    public bool IsBefore(WaitingSource other) => TimestampMs < other.TimestampMs;
}
