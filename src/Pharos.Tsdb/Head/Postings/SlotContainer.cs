using System.Diagnostics;
using System.Numerics;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Postings;

/// <summary>
/// The slots of one range of 65,536: a sorted array of their low halves, or a bitmap when there are so many that it is smaller. Part of
/// <see cref="SlotSet"/>.
/// </summary>
internal unsafe struct SlotContainer
{
    private const int Slots = 1 << 16;
    private const int BitmapBytes = Slots / 8;
    private const int BitmapWords = BitmapBytes / sizeof(ulong);

    /// <summary>As many low halves as a bitmap has room for.</summary>
    private const int MostInArray = BitmapBytes / sizeof(ushort);
    private const int FirstCapacity = 8;

    private void* _data;
    private int _count;
    private ushort _capacity;

    public SlotContainer(ushort key)
    {
        Key = key;
    }

    /// <summary>The high half of the slots.</summary>
    public ushort Key { get; }

    public readonly int Count => _count;

    private readonly bool IsBitmap => _count > 0 && _capacity == 0;

    private readonly ushort* Array => (ushort*)_data;

    private readonly ulong* Words => (ulong*)_data;

    /// <summary>False if it was there.</summary>
    public bool Add(ushort low, SlabAllocator memory)
    {
        if (IsBitmap)
        {
            ref var word = ref Words[low >> 6];
            var bit = 1UL << (low & 63);
            if ((word & bit) != 0)
            {
                return false;
            }

            word |= bit;
            _count++;
            return true;
        }

        var index = ArrayIndex(low);
        if (index >= 0)
        {
            return false;
        }

        if (_count == MostInArray)
        {
            ToBitmap(memory);
            return Add(low, memory);
        }

        if (_count == _capacity)
        {
            GrowArray(memory);
        }

        index = ~index;
        var array = new Span<ushort>(Array, _capacity);
        array[index.._count].CopyTo(array[(index + 1)..]);
        array[index] = low;
        _count++;
        return true;
    }

    /// <summary>False if it was not there. A bitmap stays one however few are left, until none is.</summary>
    public bool Remove(ushort low)
    {
        if (IsBitmap)
        {
            ref var word = ref Words[low >> 6];
            var bit = 1UL << (low & 63);
            if ((word & bit) == 0)
            {
                return false;
            }

            word &= ~bit;
            if (--_count == 0)
            {
                // No longer told from an empty array by the count: remember that the memory is a bitmap's.
                _capacity = MostInArray;
            }

            return true;
        }

        var index = ArrayIndex(low);
        if (index < 0)
        {
            return false;
        }

        var array = new Span<ushort>(Array, _count);
        array[(index + 1)..].CopyTo(array[index..]);
        _count--;
        return true;
    }

    public readonly bool Contains(ushort low) =>
        IsBitmap ? (Words[low >> 6] & (1UL << (low & 63))) != 0 : ArrayIndex(low) >= 0;

    public readonly void AddTo(SlotBitmap bitmap)
    {
        var words = bitmap.Words(Key * BitmapWords, BitmapWords);
        if (IsBitmap)
        {
            for (var i = 0; i < words.Length; i++)
            {
                words[i] |= Words[i];
            }

            return;
        }

        foreach (var low in new ReadOnlySpan<ushort>(Array, _count))
        {
            words[low >> 6] |= 1UL << (low & 63);
        }
    }

    public readonly void RemoveFrom(SlotBitmap bitmap)
    {
        var words = bitmap.Words(Key * BitmapWords, BitmapWords);
        if (IsBitmap)
        {
            for (var i = 0; i < words.Length; i++)
            {
                words[i] &= ~Words[i];
            }

            return;
        }

        foreach (var low in new ReadOnlySpan<ushort>(Array, _count))
        {
            words[low >> 6] &= ~(1UL << (low & 63));
        }
    }

    /// <summary>Writes the slots in ascending order and returns how many.</summary>
    public readonly int CopyTo(Span<uint> destination)
    {
        var high = (uint)Key << 16;
        var written = 0;
        if (!IsBitmap)
        {
            foreach (var low in new ReadOnlySpan<ushort>(Array, _count))
            {
                destination[written++] = high | low;
            }

            return written;
        }

        for (var i = 0; i < BitmapWords; i++)
        {
            for (var word = Words[i]; word != 0; word &= word - 1)
            {
                destination[written++] = high | (uint)(i << 6) | (uint)BitOperations.TrailingZeroCount(word);
            }
        }

        return written;
    }

    public void Free(SlabAllocator memory)
    {
        if (_data is not null)
        {
            memory.Free((byte*)_data, IsBitmap ? BitmapBytes : _capacity * sizeof(ushort));
        }

        _data = null;
        _count = 0;
        _capacity = 0;
    }

    private readonly int ArrayIndex(ushort low)
    {
        // Fast path: nearly all slots are added at the end.
        if (_count == 0 || Array[_count - 1] < low)
        {
            return ~_count;
        }

        return new ReadOnlySpan<ushort>(Array, _count).BinarySearch(low);
    }

    private void GrowArray(SlabAllocator memory)
    {
        var capacity = Math.Min(Math.Max(_capacity + _capacity / 2, FirstCapacity), MostInArray);
        capacity = Math.Min(SizeClass.RoundUp(capacity * sizeof(ushort)) / sizeof(ushort), MostInArray);
        var grown = (ushort*)memory.Allocate(capacity * sizeof(ushort));
        new ReadOnlySpan<ushort>(Array, _count).CopyTo(new Span<ushort>(grown, capacity));
        if (_data is not null)
        {
            memory.Free((byte*)_data, _capacity * sizeof(ushort));
        }

        _data = grown;
        _capacity = (ushort)capacity;
    }

    private void ToBitmap(SlabAllocator memory)
    {
        Debug.Assert(_capacity == MostInArray, "An array grows to the size of a bitmap before it becomes one.");
        var words = (ulong*)memory.Allocate(BitmapBytes);
        new Span<ulong>(words, BitmapWords).Clear();
        foreach (var low in new ReadOnlySpan<ushort>(Array, _count))
        {
            words[low >> 6] |= 1UL << (low & 63);
        }

        memory.Free((byte*)_data, _capacity * sizeof(ushort));
        _data = words;
        _capacity = 0;
    }
}
