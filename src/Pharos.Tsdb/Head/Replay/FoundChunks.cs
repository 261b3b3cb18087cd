using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// The chunk lists of the files at the start, by the references of their series, until the log tells the series' labels. Not safe for concurrent
/// use.
/// </summary>
internal sealed unsafe class FoundChunks(SlabAllocator memory) : IDisposable
{
    private readonly RefTable _numbers = new();
    private readonly PagedArray<List> _lists = new(pageShift: 12);
    private uint _next;

    private struct List
    {
        public byte* Chunks;
        public int Length;
        public long LastTimeMs;
    }

    /// <summary>Adds a chunk; false if it is not behind those that are there, as after a crash between two writes, and not used.</summary>
    public bool Add(ulong walRef, in HeadChunkMeta chunk)
    {
        if (!_numbers.TryGet(walRef, out var number))
        {
            number = _next++;
            _lists.EnsureCapacity(number + 1);
            _numbers.Set(walRef, number);
            _lists[number] = new List { LastTimeMs = long.MinValue };
        }

        ref var list = ref _lists[number];
        if (list.LastTimeMs >= chunk.MinTimeMs)
        {
            return false;
        }

        MappedChunks.Append(ref list.Chunks, ref list.Length, chunk, memory);
        list.LastTimeMs = chunk.MaxTimeMs;
        return true;
    }

    /// <summary>Hands the list over: it belongs to the caller. False if there is none, or it was taken.</summary>
    public bool TryTake(ulong walRef, out byte* chunks, out int length)
    {
        chunks = null;
        length = 0;
        if (!_numbers.TryGet(walRef, out var number))
        {
            return false;
        }

        ref var list = ref _lists[number];
        chunks = list.Chunks;
        length = list.Length;
        list.Chunks = null;
        list.Length = 0;
        return length > 0;
    }

    /// <summary>Frees what nobody took.</summary>
    public void Dispose()
    {
        for (uint i = 0; i < _next; i++)
        {
            MappedChunks.Free(ref _lists[i].Chunks, _lists[i].Length, memory);
        }

        _lists.Dispose();
    }
}
