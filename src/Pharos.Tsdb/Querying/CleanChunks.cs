using Pharos.Foundation.Bytes;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks.Deletion;

namespace Pharos.Tsdb.Querying;

/// <summary>
/// The chunks of a series without samples that were deleted, lie outside of a range of time, or must not be seen. Chunks that have none of those
/// pass as they are, the others are written anew. Used for one series after the other; not safe for concurrent use.
/// </summary>
internal sealed class CleanChunks
{
    private readonly ByteBuffer _data = new();
    private readonly OneChunk _one = new();
    private IWholeChunkList? _chunks;
    private ChunkListCursor? _cursor;
    private SampleChunker? _chunker;
    private Intervals _deleted;
    private long _minTimeMs;
    private long _maxTimeMs;
    private int _next;
    private ChunkEncoding _encoding;
    private bool _isWriting;

    /// <summary>The chunk that <see cref="MoveNext"/> went to; its bytes are valid until the next move.</summary>
    public ChunkView Current
    {
        get
        {
            if (_isWriting)
            {
                return _chunker!.Current;
            }

            var (first, last) = _chunks!.Times(_next - 1);
            return new ChunkView(_encoding, first, last, _data.Written);
        }
    }

    /// <summary>Begins with another series. Times are inclusive.</summary>
    public void Reset(IWholeChunkList chunks, Intervals deleted, long minTimeMs, long maxTimeMs)
    {
        _chunks = chunks;
        _deleted = deleted;
        _minTimeMs = minTimeMs;
        _maxTimeMs = maxTimeMs;
        _next = 0;
        _isWriting = false;
    }

    public bool MoveNext()
    {
        if (_isWriting && _chunker!.MoveNext())
        {
            return true;
        }

        _isWriting = false;
        while (_chunks is not null && _next < _chunks.Count)
        {
            var index = _next++;
            var (first, last) = _chunks.Times(index);
            if (last < _minTimeMs || first > _maxTimeMs || _deleted.Covers(first, last))
            {
                continue;
            }

            _data.Clear();
            _encoding = _chunks.CopyTo(index, _data);
            if (first >= _minTimeMs && last <= _maxTimeMs && !_deleted.Overlaps(first, last) && _chunks.IsWhole(index))
            {
                return true;
            }

            BeginWriting(_chunks, index);
            if (_chunker!.MoveNext())
            {
                return true;
            }

            _isWriting = false;
        }

        return false;
    }

    private void BeginWriting(IWholeChunkList chunks, int index)
    {
        _cursor ??= new ChunkListCursor();
        _chunker ??= new SampleChunker();
        _one.Set(chunks, index);
        _cursor.Reset(_one, _minTimeMs, _maxTimeMs, _deleted);
        _chunker.Reset(_cursor, _encoding == ChunkEncoding.Xor2 ? ChunkEncoding.Xor2 : ChunkEncoding.Xor);
        _isWriting = true;
    }

    private sealed class OneChunk : IChunkList
    {
        private IChunkList? _chunks;
        private int _index;

        public int Count => 1;

        public void Set(IChunkList chunks, int index)
        {
            _chunks = chunks;
            _index = index;
        }

        public (long MinTimeMs, long MaxTimeMs) Times(int index) => _chunks!.Times(_index);

        public int Load(int index, ChunkReader reader) => _chunks!.Load(_index, reader);
    }
}
