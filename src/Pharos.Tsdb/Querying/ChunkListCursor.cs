using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks.Deletion;

namespace Pharos.Tsdb.Querying;

/// <summary>
/// The samples of a list of chunks that lie within a range of time and were not deleted. Chunks of which none is left are not loaded.
/// </summary>
internal sealed class ChunkListCursor : SampleCursor
{
    private const int BufferSamples = 128;

    private readonly ChunkReader _reader = new();
    private readonly long[] _times = new long[BufferSamples];
    private readonly double[] _values = new double[BufferSamples];

    /// <summary>When the counters of the floats decoded ahead began, if their chunk knows.</summary>
    private long[]? _starts;

    private bool _hasStarts;
    private long _startTimestampMs;
    private IChunkList _chunks = EmptyChunkList.Instance;
    private long _minTimeMs;
    private long _maxTimeMs;
    private Intervals _deleted;
    private int _nextChunk;

    /// <summary>The first of the deleted intervals that may have times of floats to come.</summary>
    private int _nextDeleted;

    /// <summary>How many samples of the loaded chunk may still be read.</summary>
    private int _left;

    /// <summary>Floats decoded ahead: those of the loaded chunk from <see cref="_bufferStart"/> to <see cref="_bufferEnd"/>.</summary>
    private int _bufferStart;
    private int _bufferEnd;

    public override long StartTimestampMs => _startTimestampMs;

    /// <summary>Begins with other chunks. Times are inclusive.</summary>
    public void Reset(IChunkList chunks, long minTimeMs, long maxTimeMs, Intervals deleted = default)
    {
        _deleted = deleted;
        _nextDeleted = 0;
        _startTimestampMs = 0;
        _chunks = chunks;
        _minTimeMs = minTimeMs;
        _maxTimeMs = maxTimeMs;
        _nextChunk = 0;
        _left = 0;
        _bufferStart = 0;
        _bufferEnd = 0;
    }

    public override SampleKind Peek()
    {
        while (true)
        {
            if (_bufferStart < _bufferEnd)
            {
                return SampleKind.Float;
            }

            if (_left > 0 && _reader.Kind != SampleKind.Float)
            {
                var time = _reader.PeekTimestampMs();
                if (time > _maxTimeMs)
                {
                    End();
                    return SampleKind.None;
                }

                if (time >= _minTimeMs && !(_deleted.Count > 0 && _deleted.Contains(time)))
                {
                    return _reader.Kind;
                }

                _reader.SkipHistogram();
                _left--;
                continue;
            }

            if (_left > 0)
            {
                FillBuffer();
            }
            else if (!LoadNext())
            {
                return SampleKind.None;
            }
        }
    }

    public override void Seek(long timestampMs)
    {
        if (timestampMs <= _minTimeMs)
        {
            return;
        }

        _minTimeMs = timestampMs;
        while (_bufferStart < _bufferEnd && _times[_bufferStart] < timestampMs)
        {
            _bufferStart++;
        }
    }

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values) => ReadFloats(timestampsMs, values, default);

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs)
    {
        var read = 0;
        while (read < timestampsMs.Length && Peek() == SampleKind.Float)
        {
            var count = Math.Min(timestampsMs.Length - read, _bufferEnd - _bufferStart);
            _times.AsSpan(_bufferStart, count).CopyTo(timestampsMs[read..]);
            _values.AsSpan(_bufferStart, count).CopyTo(values[read..]);
            _startTimestampMs = _hasStarts ? _starts![_bufferStart + count - 1] : 0;
            if (!startTimestampsMs.IsEmpty)
            {
                CopyStarts(startTimestampsMs.Slice(read, count));
            }

            _bufferStart += count;
            read += count;
        }

        return read;
    }

    public override long ReadHistogram(Histogram histogram)
    {
        Expect(Peek() == SampleKind.Histogram);
        _left--;
        var time = _reader.ReadHistogram(histogram);
        _startTimestampMs = _reader.StartTimestampMs;
        return time;
    }

    public override long ReadFloatHistogram(FloatHistogram histogram)
    {
        Expect(Peek() is SampleKind.Histogram or SampleKind.FloatHistogram);
        _left--;
        var time = _reader.ReadFloatHistogram(histogram);
        _startTimestampMs = _reader.StartTimestampMs;
        return time;
    }

    private static void Expect(bool isNext)
    {
        if (!isNext)
        {
            throw new InvalidOperationException("The sample that is next is of another kind: ask Peek first.");
        }
    }

    private bool LoadNext()
    {
        for (; _nextChunk < _chunks.Count; _nextChunk++)
        {
            var (first, last) = _chunks.Times(_nextChunk);
            if (last < _minTimeMs || (_deleted.Count > 0 && _deleted.Covers(first, last)))
            {
                continue;
            }

            if (first > _maxTimeMs)
            {
                break;
            }

            _left = _chunks.Load(_nextChunk++, _reader);
            return true;
        }

        End();
        return false;
    }

    private void End()
    {
        _nextChunk = _chunks.Count;
        _left = 0;
    }

    /// <summary>Decodes floats and keeps those within the range.</summary>
    private void FillBuffer()
    {
        var want = Math.Min(_left, BufferSamples);
        var starts = Span<long>.Empty;
        _hasStarts = _reader.Encoding == ChunkEncoding.Xor2;
        if (_hasStarts)
        {
            starts = (_starts ??= new long[BufferSamples]).AsSpan(0, want);
        }

        var count = _reader.ReadFloats(_times.AsSpan(0, want), _values.AsSpan(0, want), starts);
        _left -= count;
        _bufferStart = 0;
        _bufferEnd = count;
        while (_bufferStart < _bufferEnd && _times[_bufferStart] < _minTimeMs)
        {
            _bufferStart++;
        }

        if (count > 0 && _times[count - 1] > _maxTimeMs)
        {
            while (_bufferEnd > _bufferStart && _times[_bufferEnd - 1] > _maxTimeMs)
            {
                _bufferEnd--;
            }

            End();
        }

        if (_deleted.Count > 0 && _bufferStart < _bufferEnd)
        {
            DropDeleted(_deleted.Span);
        }
    }

    /// <summary>Takes deleted floats out of those decoded ahead.</summary>
    private void DropDeleted(ReadOnlySpan<Interval> deleted)
    {
        while (_nextDeleted < deleted.Length && deleted[_nextDeleted].MaxTimeMs < _times[_bufferStart])
        {
            _nextDeleted++;
        }

        var interval = _nextDeleted;
        if (interval == deleted.Length || deleted[interval].MinTimeMs > _times[_bufferEnd - 1])
        {
            return;
        }

        var kept = _bufferStart;
        for (var i = _bufferStart; i < _bufferEnd; i++)
        {
            var time = _times[i];
            while (interval < deleted.Length && deleted[interval].MaxTimeMs < time)
            {
                interval++;
            }

            if (interval < deleted.Length && deleted[interval].MinTimeMs <= time)
            {
                continue;
            }

            _times[kept] = time;
            _values[kept] = _values[i];
            if (_hasStarts)
            {
                _starts![kept] = _starts[i];
            }

            kept++;
        }

        _bufferEnd = kept;
    }

    private void CopyStarts(Span<long> destination)
    {
        if (_hasStarts)
        {
            _starts.AsSpan(_bufferStart, destination.Length).CopyTo(destination);
        }
        else
        {
            destination.Clear();
        }
    }

    private sealed class EmptyChunkList : IChunkList
    {
        public static readonly EmptyChunkList Instance = new();

        public int Count => 0;

        public (long MinTimeMs, long MaxTimeMs) Times(int index) => throw new ArgumentOutOfRangeException(nameof(index));

        public int Load(int index, ChunkReader reader) => throw new ArgumentOutOfRangeException(nameof(index));
    }
}
