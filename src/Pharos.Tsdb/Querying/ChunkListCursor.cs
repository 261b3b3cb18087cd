using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Querying;

/// <summary>
/// The samples of a list of chunks that lie within a range of time. Chunks wholly outside of it are not loaded.
/// </summary>
internal sealed class ChunkListCursor : SampleCursor
{
    private const int BufferSamples = 128;

    private readonly ChunkReader _reader = new();
    private readonly long[] _times = new long[BufferSamples];
    private readonly double[] _values = new double[BufferSamples];
    private IChunkList _chunks = EmptyChunkList.Instance;
    private long _minTimeMs;
    private long _maxTimeMs;
    private int _nextChunk;

    /// <summary>How many samples of the loaded chunk may still be read.</summary>
    private int _left;

    /// <summary>Floats decoded ahead: those of the loaded chunk from <see cref="_bufferStart"/> to <see cref="_bufferEnd"/>.</summary>
    private int _bufferStart;
    private int _bufferEnd;

    /// <summary>Begins with other chunks. Times are inclusive.</summary>
    public void Reset(IChunkList chunks, long minTimeMs, long maxTimeMs)
    {
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
                if (_reader.PeekTimestampMs() >= _minTimeMs)
                {
                    if (_reader.PeekTimestampMs() <= _maxTimeMs)
                    {
                        return _reader.Kind;
                    }

                    End();
                    return SampleKind.None;
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

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values)
    {
        var read = 0;
        while (read < timestampsMs.Length && Peek() == SampleKind.Float)
        {
            var count = Math.Min(timestampsMs.Length - read, _bufferEnd - _bufferStart);
            _times.AsSpan(_bufferStart, count).CopyTo(timestampsMs[read..]);
            _values.AsSpan(_bufferStart, count).CopyTo(values[read..]);
            _bufferStart += count;
            read += count;
        }

        return read;
    }

    public override long ReadHistogram(Histogram histogram)
    {
        Expect(Peek() == SampleKind.Histogram);
        _left--;
        return _reader.ReadHistogram(histogram);
    }

    public override long ReadFloatHistogram(FloatHistogram histogram)
    {
        Expect(Peek() is SampleKind.Histogram or SampleKind.FloatHistogram);
        _left--;
        return _reader.ReadFloatHistogram(histogram);
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
            if (last < _minTimeMs)
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
        var count = _reader.ReadFloats(_times.AsSpan(0, want), _values.AsSpan(0, want));
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
    }

    private sealed class EmptyChunkList : IChunkList
    {
        public static readonly EmptyChunkList Instance = new();

        public int Count => 0;

        public (long MinTimeMs, long MaxTimeMs) Times(int index) => throw new ArgumentOutOfRangeException(nameof(index));

        public int Load(int index, ChunkReader reader) => throw new ArgumentOutOfRangeException(nameof(index));
    }
}
