using Pharos.Model.Histograms;

namespace Pharos.Storage.Merging;

/// <summary>
/// The samples of one series from several cursors, in the order of time. Of samples with the same time one is given: which one is not
/// specified, since sources that have the same series are expected to agree, but it is the one that Prometheus gives when it reads forward. The
/// counter-reset hint of a histogram becomes unknown, unless it is a gauge, where the sample before came from another cursor.
/// </summary>
public sealed class MergedSampleCursor : SampleCursor
{
    private readonly MergeHeap<WaitingSource> _waiting = new();
    private readonly List<SampleSource> _spare = [];
    private readonly List<SampleSource> _sources = [];
    private readonly List<SampleCursor> _cursors = [];

    /// <summary>The only cursor, which needs no merging.</summary>
    private SampleCursor? _single;

    private SampleSource? _current;
    private bool _hasBegun;

    /// <summary>Whether <see cref="_current"/> stands at a sample that was not read yet.</summary>
    private bool _isReady;

    /// <summary>The time of the sample it went to last, if <see cref="_hasGiven"/>.</summary>
    private long _lastMs;

    private bool _hasGiven;

    private bool _isConsecutive;
    private long _startTimestampMs;

    public override long StartTimestampMs => _single is { } single ? single.StartTimestampMs : _startTimestampMs;

    /// <summary>Begins with other cursors, which it moves from now on.</summary>
    public void Reset(params ReadOnlySpan<SampleCursor> cursors)
    {
        _cursors.Clear();
        _cursors.AddRange(cursors);
        Begin();
    }

    public override SampleKind Peek()
    {
        if (_single is { } single)
        {
            return single.Peek();
        }

        if (!_isReady)
        {
            Advance();
        }

        return _isReady ? _current!.Kind : SampleKind.None;
    }

    public override void Seek(long timestampMs)
    {
        if (_single is { } single)
        {
            single.Seek(timestampMs);
            return;
        }

        if (_hasBegun && (_current is null || (_hasGiven && _lastMs >= timestampMs)))
        {
            return;
        }

        _hasBegun = true;
        _isConsecutive = false;
        _isReady = false;
        _waiting.Clear();
        foreach (var source in _sources)
        {
            if (source.Seek(timestampMs))
            {
                Wait(source);
            }
        }

        _current = _waiting.Count > 0 ? _waiting.Pop().Source : null;
        if (_current is not null)
        {
            Stand(_current);
        }
    }

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values) => ReadFloats(timestampsMs, values, default);

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs)
    {
        if (_single is { } single)
        {
            return startTimestampsMs.IsEmpty
                ? single.ReadFloats(timestampsMs, values)
                : single.ReadFloats(timestampsMs, values, startTimestampsMs);
        }

        var read = 0;
        while (read < timestampsMs.Length && Peek() == SampleKind.Float)
        {
            var source = _current!;
            var before = _waiting.Count > 0 ? _waiting.Top.TimestampMs : long.MaxValue;
            read += source.TakeFloats(before, timestampsMs, values, startTimestampsMs, read);
            _lastMs = source.TimestampMs;
            _startTimestampMs = source.StartTimestampMs;
            _isReady = false;
        }

        return read;
    }

    public override long ReadHistogram(Histogram histogram)
    {
        if (_single is { } single)
        {
            return single.ReadHistogram(histogram);
        }

        Expect(Peek() == SampleKind.Histogram);
        _current!.CopyTo(histogram);
        histogram.CounterResetHint = Hint(histogram.CounterResetHint);
        return Took();
    }

    public override long ReadFloatHistogram(FloatHistogram histogram)
    {
        if (_single is { } single)
        {
            return single.ReadFloatHistogram(histogram);
        }

        Expect(Peek() is SampleKind.Histogram or SampleKind.FloatHistogram);
        _current!.CopyTo(histogram);
        histogram.CounterResetHint = Hint(histogram.CounterResetHint);
        return Took();
    }

    private static void Expect(bool isNext)
    {
        if (!isNext)
        {
            throw new InvalidOperationException("The sample that is next is of another kind: ask Peek first.");
        }
    }

    private void Begin()
    {
        _spare.AddRange(_sources);
        _sources.Clear();
        _waiting.Clear();
        _current = null;
        _hasBegun = false;
        _isReady = false;
        _hasGiven = false;
        _startTimestampMs = 0;
        _single = _cursors.Count == 1 ? _cursors[0] : null;
        if (_single is not null)
        {
            return;
        }

        foreach (var cursor in _cursors)
        {
            SampleSource source;
            if (_spare.Count > 0)
            {
                source = _spare[^1];
                _spare.RemoveAt(_spare.Count - 1);
            }
            else
            {
                source = new SampleSource();
            }

            source.Reset(cursor);
            _sources.Add(source);
        }
    }

    /// <summary>Goes to the next time. Where others have that time too, the source that gave the sample before yields to them.</summary>
    private void Advance()
    {
        var changed = false;
        if (!_hasBegun)
        {
            _hasBegun = true;
            changed = true;
            for (var i = 1; i < _sources.Count; i++)
            {
                if (_sources[i].MoveNext())
                {
                    Wait(_sources[i]);
                }
            }

            _current = _sources.Count > 0 ? _sources[0] : null;
        }

        while (_current is { } current)
        {
            if (current.MoveNext())
            {
                if (IsRepeated(current))
                {
                    continue;
                }

                if (_waiting.Count == 0 || current.TimestampMs < _waiting.Top.TimestampMs)
                {
                    break;
                }

                Wait(current);
            }
            else if (_waiting.Count == 0)
            {
                _current = null;
                return;
            }

            _current = _waiting.Pop().Source;
            changed = true;
            if (!IsRepeated(_current))
            {
                break;
            }
        }

        if (_current is { } next)
        {
            _isConsecutive = !changed;
            Stand(next);
        }
    }

    private void Wait(SampleSource source) => _waiting.Push(new WaitingSource(source, source.TimestampMs));

    private void Stand(SampleSource source)
    {
        _lastMs = source.TimestampMs;
        _hasGiven = true;
        _isReady = true;
    }

    private bool IsRepeated(SampleSource source) => _hasGiven && source.TimestampMs == _lastMs;

    private CounterResetHint Hint(CounterResetHint hint) =>
        _isConsecutive || hint == CounterResetHint.Gauge ? hint : CounterResetHint.Unknown;

    private long Took()
    {
        _isReady = false;
        _startTimestampMs = _current!.StartTimestampMs;
        return _lastMs;
    }
}
