using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pharos.Tsdb.Memory;

/// <summary>
/// An array outside the garbage collector's reach that grows by pages and never moves: a reference into it stays good until it is
/// disposed. New elements are zero.
/// </summary>
/// <remarks>Elements may be used while another thread grows the array; growing itself is for one thread at a time.</remarks>
internal sealed unsafe class PagedArray<T> : IDisposable
    where T : unmanaged
{
    private const int PageAlignment = 64;

    private readonly int _pageShift;
    private readonly uint _pageMask;
    private volatile nint[] _pages = [];

    /// <param name="pageShift">The number of elements of a page, as a power of two.</param>
    public PagedArray(int pageShift)
    {
        _pageShift = pageShift;
        _pageMask = (1u << pageShift) - 1;
    }

    public uint Capacity => (uint)_pages.Length << _pageShift;

    public long Bytes => (long)Capacity * sizeof(T);

    /// <summary>The index must be below <see cref="Capacity"/>.</summary>
    public ref T this[uint index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref ((T*)_pages[index >> _pageShift])[index & _pageMask];
    }

    public void EnsureCapacity(uint count)
    {
        while (Capacity < count)
        {
            var bytes = (nuint)sizeof(T) << _pageShift;
            var page = NativeMemory.AlignedAlloc(bytes, PageAlignment);
            NativeMemory.Clear(page, bytes);
            _pages = [.. _pages, (nint)page];
            GC.KeepAlive(this);
        }
    }

    public void Dispose()
    {
        foreach (var page in _pages)
        {
            NativeMemory.AlignedFree((void*)page);
        }

        _pages = [];
    }
}
