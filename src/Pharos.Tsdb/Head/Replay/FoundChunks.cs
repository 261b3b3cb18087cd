using System.Runtime.InteropServices;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// The chunk lists of the files at the start, by the references of their series, until the log tells the series' labels. What is taken is given back
/// while replay goes on, since the head grows meanwhile. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// What a list has of a series has no gap: samples up to its end are passed over in the log. Who wrote a chunk knew what came before it, so a chunk
/// that goes back takes the place of those from its first time on.
/// </remarks>
internal sealed unsafe class FoundChunks(SlabAllocator memory) : IDisposable
{
    /// <summary>Pages so large that the C library gives them back to the system as soon as they are freed.</summary>
    private const int PageShift = 15;
    private const int PageLists = 1 << PageShift;

    private readonly RefTable _numbers = new();
    private readonly List<Page> _pages = [];
    private uint _next;

    private struct List
    {
        public byte* Chunks;
        public int Length;

        /// <summary>Chunks contradict each other, and what comes after the list only the log has.</summary>
        public bool IsClosed;
    }

    /// <summary>Null when all of its lists were taken.</summary>
    private struct Page
    {
        public List* Lists;
        public int Taken;
    }

    /// <summary>
    /// Adds a chunk, in the order in which they were written; false if it is not behind those that are there, and others or itself are not used.
    /// All come before the first is taken.
    /// </summary>
    public bool Add(ulong walRef, in HeadChunkMeta chunk)
    {
        if (!_numbers.TryGet(walRef, out var number))
        {
            number = _next++;
            _numbers.Set(walRef, number);
            if (number >> PageShift == _pages.Count)
            {
                _pages.Add(new Page { Lists = (List*)NativeMemory.AllocZeroed(PageLists, (nuint)sizeof(List)) });
            }
        }

        ref var list = ref _pages[(int)(number >> PageShift)].Lists[number & (PageLists - 1)];
        var isBehind = list.Length == 0 || MappedChunks.LastTimeMs(list.Chunks, list.Length) < chunk.MinTimeMs;
        if (!isBehind)
        {
            list.IsClosed |= HasPartBefore(list, chunk);
            MappedChunks.DropFrom(ref list.Chunks, ref list.Length, chunk.MinTimeMs, memory);
        }

        if (list.IsClosed)
        {
            return false;
        }

        MappedChunks.Append(ref list.Chunks, ref list.Length, chunk, memory);
        return isBehind;
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

        ref var page = ref CollectionsMarshal.AsSpan(_pages)[(int)(number >> PageShift)];
        if (page.Lists is null)
        {
            return false;
        }

        ref var list = ref page.Lists[number & (PageLists - 1)];
        if (list.Length == 0)
        {
            return false;
        }

        chunks = list.Chunks;
        length = list.Length;
        list = default;
        if (++page.Taken == PageLists)
        {
            NativeMemory.Free(page.Lists);
            page.Lists = null;
        }

        return true;
    }

    /// <summary>Whether a chunk of the list that is not before the other one begins before it: that part would be in neither.</summary>
    private static bool HasPartBefore(in List list, in HeadChunkMeta chunk)
    {
        var reader = new MappedChunks.Reader(list.Chunks, list.Length);
        while (reader.MoveNext())
        {
            if (reader.Current.MinTimeMs < chunk.MinTimeMs && reader.Current.MaxTimeMs >= chunk.MinTimeMs)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Frees what nobody took.</summary>
    public void Dispose()
    {
        foreach (var page in _pages)
        {
            for (var i = 0; page.Lists is not null && i < PageLists; i++)
            {
                MappedChunks.Free(ref page.Lists[i].Chunks, page.Lists[i].Length, memory);
            }

            NativeMemory.Free(page.Lists);
        }

        _pages.Clear();
        _next = 0;
    }
}
