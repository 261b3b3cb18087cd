using System.Runtime.InteropServices;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Merging;

/// <summary>
/// The chunks of one series from several sets as chunks that do not overlap: those that overlap others are decoded and their samples written
/// anew, copies of the same chunk are dropped, all others pass. Used for one series after the other.
/// </summary>
/// <remarks>
/// Needs the memory for those chunks that overlap each other in one chain, and decodes only as many at a time as there are at the same time.
/// </remarks>
internal sealed class ChunkMerge(ChunkEncoding floatEncoding)
{
    private readonly MergeHeap<Source> _waiting = new();
    private readonly List<Source> _sources = [];
    private readonly List<ChunkCopy> _copies = [];
    private readonly List<ChunkLane> _lanes = [];
    private readonly List<SampleCursor> _inputs = [];
    private readonly MergedSampleCursor _samples = new();
    private SampleChunker? _chunker;
    private int _copyCount;
    private bool _isEncoding;

    /// <summary>Valid until the next move.</summary>
    public ChunkView Current => _isEncoding ? _chunker!.Current : _copies[0].View;

    /// <summary>Begins with the current series of the sets.</summary>
    public void Reset(ReadOnlySpan<ChunkSeriesSetSource> sets)
    {
        _isEncoding = false;
        _waiting.Clear();
        for (var i = 0; i < sets.Length; i++)
        {
            if (i == _sources.Count)
            {
                _sources.Add(new Source());
            }

            _sources[i].Set = sets[i].Set;
            Advance(_sources[i]);
        }
    }

    public bool MoveNext()
    {
        if (_isEncoding)
        {
            if (_chunker!.MoveNext())
            {
                return true;
            }

            _isEncoding = false;
        }

        // Chunks without samples, which only a damaged or foreign block has, can leave nothing of a group.
        while (_waiting.Count > 0)
        {
            Gather();
            if (_copyCount == 1)
            {
                return true;
            }

            BeginEncoding();
            if (_chunker!.MoveNext())
            {
                return true;
            }

            _isEncoding = false;
        }

        return false;
    }

    private void Advance(Source source)
    {
        if (source.MoveNext())
        {
            _waiting.Push(source);
        }
    }

    /// <summary>Takes the next chunk, and those that overlap it or each other.</summary>
    private void Gather()
    {
        _copyCount = 0;
        var end = long.MinValue;
        while (_waiting.Count > 0 && (_copyCount == 0 || _waiting.Top.MinTimeMs <= end))
        {
            var source = _waiting.Pop();
            var chunk = source.Set.Chunk;
            if (_copyCount == 0 || !_copies[_copyCount - 1].IsSame(chunk))
            {
                if (_copyCount == _copies.Count)
                {
                    _copies.Add(new ChunkCopy());
                }

                _copies[_copyCount++].Take(chunk);
                end = Math.Max(end, chunk.MaxTimeMs);
            }

            Advance(source);
        }
    }

    private void BeginEncoding()
    {
        var lanes = 0;
        for (var i = 0; i < _copyCount; i++)
        {
            var lane = 0;
            while (lane < lanes && _lanes[lane].MaxTimeMs >= _copies[i].View.MinTimeMs)
            {
                lane++;
            }

            if (lane < lanes)
            {
                _lanes[lane].Add(_copies[i]);
                continue;
            }

            if (lanes == _lanes.Count)
            {
                _lanes.Add(new ChunkLane());
            }

            _lanes[lanes++].Reset(_copies[i]);
        }

        // The first chunk comes last, as in Prometheus, which matters where the sources contradict each other.
        _inputs.Clear();
        _inputs.AddRange(CollectionsMarshal.AsSpan(_lanes)[1..lanes]);
        _inputs.Add(_lanes[0]);
        _samples.Reset(CollectionsMarshal.AsSpan(_inputs));
        _chunker ??= new SampleChunker();
        _chunker.Reset(_samples, floatEncoding);
        _isEncoding = true;
    }

    private sealed class Source : IMergeSource<Source>
    {
        public ChunkSeriesSet Set { get; set; } = EmptyChunkSeriesSet.Instance;

        public long MinTimeMs { get; private set; }

        private long MaxTimeMs { get; set; }

        public bool MoveNext()
        {
            if (!Set.MoveNextChunk())
            {
                return false;
            }

            var chunk = Set.Chunk;
            MinTimeMs = chunk.MinTimeMs;
            MaxTimeMs = chunk.MaxTimeMs;
            return true;
        }

        public bool IsBefore(Source other) => MinTimeMs == other.MinTimeMs ? MaxTimeMs < other.MaxTimeMs : MinTimeMs < other.MinTimeMs;
    }
}
