using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pharos.Tsdb.Memory;

/// <summary>
/// Gives out small pieces of memory outside the garbage collector's reach, rounded up to a size class and carved from slabs. A slab whose
/// pieces have all come back is given back to the system. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A slab begins at a multiple of its size and starts with its header, so a piece leads to its slab by its address alone. Free pieces are
/// linked through their first bytes. Each class has a lock of its own; nothing is written into a piece while it is out.
/// </remarks>
internal sealed unsafe class SlabAllocator : IDisposable
{
    private const int SlabBytes = 256 << 10;
    private const int HeaderBytes = 64;

    private readonly NativePages _slabs = new(SlabBytes);
    private readonly SizeClassState[] _classes;
    private long _largeBytes;

    public SlabAllocator()
    {
        _classes = [.. Enumerable.Range(0, SizeClass.Count).Select(index => new SizeClassState(SizeClass.Bytes(index), _slabs))];
    }

    /// <summary>What was taken from the system.</summary>
    public long ReservedBytes => _classes.Sum(state => Volatile.Read(ref state.Slabs)) * SlabBytes + Volatile.Read(ref _largeBytes);

    /// <summary>Memory of at least that size, not cleared. Its true size is <see cref="SizeClass.RoundUp"/> of what was asked for.</summary>
    public byte* Allocate(int bytes)
    {
        if (bytes > SizeClass.Largest)
        {
            Interlocked.Add(ref _largeBytes, bytes);
            return (byte*)NativeMemory.Alloc((nuint)bytes);
        }

        var state = _classes[SizeClass.Of(bytes)];
        lock (state)
        {
            return state.Take();
        }
    }

    /// <param name="bytes">The size that was asked for, or that it was rounded up to.</param>
    public void Free(byte* piece, int bytes)
    {
        if (bytes > SizeClass.Largest)
        {
            Interlocked.Add(ref _largeBytes, -bytes);
            NativeMemory.Free(piece);
            return;
        }

        var state = _classes[SizeClass.Of(bytes)];
        lock (state)
        {
            state.Return(piece);
        }
    }

    /// <summary>Frees every slab. Pieces larger than the largest class are their owners' to free.</summary>
    public void Dispose()
    {
        foreach (var state in _classes)
        {
            lock (state)
            {
                state.FreeAll();
            }
        }

        _slabs.Dispose();
    }

    private struct SlabHeader
    {
        public byte* FreePieces;
        public SlabHeader* Previous;
        public SlabHeader* Next;
        public int Used;

        /// <summary>Where the part begins that was never given out; pieces are not linked before they are needed, so fresh memory stays untouched.</summary>
        public int Fresh;
    }

    /// <summary>All slabs of one size, those with room in front. Guarded by its own lock.</summary>
    private sealed class SizeClassState(int pieceBytes, NativePages slabs)
    {
        public long Slabs;

        private readonly int _piecesPerSlab = (SlabBytes - HeaderBytes) / pieceBytes;
        private SlabHeader* _withRoom;
        private SlabHeader* _full;

        public byte* Take()
        {
            var slab = _withRoom;
            if (slab is null)
            {
                slab = NewSlab();
            }

            var piece = slab->FreePieces;
            if (piece is not null)
            {
                slab->FreePieces = *(byte**)piece;
            }
            else
            {
                piece = (byte*)slab + slab->Fresh;
                slab->Fresh += pieceBytes;
            }

            if (++slab->Used == _piecesPerSlab)
            {
                Unlink(ref _withRoom, slab);
                Link(ref _full, slab);
            }

            return piece;
        }

        public void Return(byte* piece)
        {
            var slab = (SlabHeader*)((nint)piece & ~(nint)(SlabBytes - 1));
            Debug.Assert(slab->Used > 0 && ((byte*)slab + HeaderBytes - piece) % pieceBytes == 0, "A piece came back to a class it is not of.");
            *(byte**)piece = slab->FreePieces;
            slab->FreePieces = piece;
            if (slab->Used-- == _piecesPerSlab)
            {
                Unlink(ref _full, slab);
                Link(ref _withRoom, slab);
            }

            // The last slab with room stays, or a class that goes up and down by one piece would ask the system each time.
            if (slab->Used == 0 && (slab->Previous is not null || slab->Next is not null))
            {
                Unlink(ref _withRoom, slab);
                ReturnSlab(slab);
                Slabs--;
            }
        }

        public void FreeAll()
        {
            FreeList(ref _withRoom);
            FreeList(ref _full);
            Slabs = 0;
        }

        private SlabHeader* NewSlab()
        {
            SlabHeader* slab;
            lock (slabs)
            {
                slab = (SlabHeader*)slabs.Take();
            }

            *slab = new SlabHeader { Fresh = HeaderBytes };
            Link(ref _withRoom, slab);
            Slabs++;
            return slab;
        }

        private static void Link(ref SlabHeader* list, SlabHeader* slab)
        {
            slab->Previous = null;
            slab->Next = list;
            if (list is not null)
            {
                list->Previous = slab;
            }

            list = slab;
        }

        private static void Unlink(ref SlabHeader* list, SlabHeader* slab)
        {
            if (slab->Previous is null)
            {
                list = slab->Next;
            }
            else
            {
                slab->Previous->Next = slab->Next;
            }

            if (slab->Next is not null)
            {
                slab->Next->Previous = slab->Previous;
            }
        }

        private void ReturnSlab(SlabHeader* slab)
        {
            lock (slabs)
            {
                slabs.Return((byte*)slab);
            }
        }

        private void FreeList(ref SlabHeader* list)
        {
            while (list is not null)
            {
                var next = list->Next;
                ReturnSlab(list);
                list = next;
            }
        }
    }
}
