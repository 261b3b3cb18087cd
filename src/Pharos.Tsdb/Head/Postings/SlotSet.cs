using System.Diagnostics;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Postings;

/// <summary>
/// A set of slots (the small numbers under which the head keeps its series), compressed, outside the garbage collector's reach. The default
/// value is the empty set.
/// </summary>
/// <remarks>
/// <code>
/// one slot              in the structure itself
/// up to 8 slots         a sorted array of 32-bit numbers
/// more                  a sorted array of <see cref="SlotContainer"/>, one for each 65,536 slots that has any
/// </code>
/// A set is 16 bytes. Large dense sets cost an eighth of a byte per slot of their range, scattered ones a little over two bytes per slot.
/// Adding in the middle moves 8 KiB at most. Not safe for concurrent changes.
/// </remarks>
internal unsafe struct SlotSet
{
    private const int SmallLimit = 8;
    private const int FirstContainers = 1;

    /// <summary>The only slot, or the array of slots or of containers.</summary>
    private nint _data;
    private uint _count;
    private ushort _containers;
    private ushort _containerCapacity;

    public readonly uint Count => _count;

    /// <summary>Adds a slot; nothing happens if it is there.</summary>
    public void Add(uint slot, SlabAllocator memory)
    {
        if (_containers > 0)
        {
            AddToContainers(slot, memory);
            return;
        }

        if (_count == 0)
        {
            _data = (nint)slot;
            _count = 1;
            return;
        }

        var index = SmallIndex(slot);
        if (index >= 0)
        {
            return;
        }

        if (_count == SmallLimit)
        {
            ToContainers(memory);
            AddToContainers(slot, memory);
            return;
        }

        if (_count == 1)
        {
            var array = (uint*)memory.Allocate(SmallLimit * sizeof(uint));
            array[0] = (uint)_data;
            _data = (nint)array;
        }

        var small = new Span<uint>((uint*)_data, SmallLimit);
        index = ~index;
        small[index..(int)_count].CopyTo(small[(index + 1)..]);
        small[index] = slot;
        _count++;
    }

    /// <summary>Removes a slot; nothing happens if it is not there.</summary>
    public void Remove(uint slot, SlabAllocator memory)
    {
        if (_containers > 0)
        {
            RemoveFromContainers(slot, memory);
            return;
        }

        var index = SmallIndex(slot);
        if (index < 0)
        {
            return;
        }

        if (_count == 1)
        {
            this = default;
            return;
        }

        var small = new Span<uint>((uint*)_data, SmallLimit);
        small[(index + 1)..(int)_count].CopyTo(small[index..]);
        if (--_count == 1)
        {
            var last = small[0];
            memory.Free((byte*)_data, SmallLimit * sizeof(uint));
            _data = (nint)last;
        }
    }

    public readonly bool Contains(uint slot)
    {
        if (_containers == 0)
        {
            return SmallIndex(slot) >= 0;
        }

        var index = ContainerIndex((ushort)(slot >> 16));
        return index >= 0 && Containers[index].Contains((ushort)slot);
    }

    /// <summary>Sets the bits of all slots.</summary>
    public readonly void AddTo(SlotBitmap bitmap)
    {
        if (_containers == 0)
        {
            foreach (var slot in Small())
            {
                bitmap.Set(slot);
            }

            return;
        }

        foreach (ref var container in Containers)
        {
            container.AddTo(bitmap);
        }
    }

    /// <summary>Clears the bits of all slots.</summary>
    public readonly void RemoveFrom(SlotBitmap bitmap)
    {
        if (_containers == 0)
        {
            foreach (var slot in Small())
            {
                bitmap.Clear(slot);
            }

            return;
        }

        foreach (ref var container in Containers)
        {
            container.RemoveFrom(bitmap);
        }
    }

    /// <summary>Writes all slots in ascending order; the destination has room for <see cref="Count"/>.</summary>
    public readonly void CopyTo(Span<uint> destination)
    {
        if (_containers == 0)
        {
            for (var i = 0; i < _count; i++)
            {
                destination[i] = _count == 1 ? (uint)_data : ((uint*)_data)[i];
            }

            return;
        }

        foreach (ref var container in Containers)
        {
            destination = destination[container.CopyTo(destination)..];
        }
    }

    public void Free(SlabAllocator memory)
    {
        if (_containers > 0)
        {
            foreach (ref var container in Containers)
            {
                container.Free(memory);
            }

            memory.Free((byte*)_data, _containerCapacity * sizeof(SlotContainer));
        }
        else if (_count > 1)
        {
            memory.Free((byte*)_data, SmallLimit * sizeof(uint));
        }

        this = default;
    }

    private readonly Span<SlotContainer> Containers => new((SlotContainer*)_data, _containers);

    private readonly SmallSlots Small() => new(_data, (int)_count);

    private readonly int SmallIndex(uint slot) => _count switch
    {
        0 => ~0,
        1 => slot == (uint)_data ? 0 : slot < (uint)_data ? ~0 : ~1,
        _ => new ReadOnlySpan<uint>((uint*)_data, (int)_count).BinarySearch(slot),
    };

    private readonly int ContainerIndex(ushort key)
    {
        var containers = Containers;

        // Nearly all slots are added at the end.
        if (containers[^1].Key == key)
        {
            return containers.Length - 1;
        }

        int low = 0, high = containers.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = containers[middle].Key;
            if (found == key)
            {
                return middle;
            }

            if (found < key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    private void ToContainers(SlabAllocator memory)
    {
        Debug.Assert(_count == SmallLimit, "Only a full small set becomes a large one.");
        var slots = (uint*)_data;
        _data = (nint)memory.Allocate(FirstContainers * sizeof(SlotContainer));
        _containerCapacity = FirstContainers;
        _containers = 1;
        _count = 0;
        Containers[0] = new SlotContainer((ushort)(slots[0] >> 16));
        for (var i = 0; i < SmallLimit; i++)
        {
            AddToContainers(slots[i], memory);
        }

        memory.Free((byte*)slots, SmallLimit * sizeof(uint));
    }

    private void AddToContainers(uint slot, SlabAllocator memory)
    {
        var key = (ushort)(slot >> 16);
        var index = ContainerIndex(key);
        if (index < 0)
        {
            index = ~index;
            InsertContainer(index, key, memory);
        }

        if (Containers[index].Add((ushort)slot, memory))
        {
            _count++;
        }
    }

    private void RemoveFromContainers(uint slot, SlabAllocator memory)
    {
        var index = ContainerIndex((ushort)(slot >> 16));
        if (index < 0 || !Containers[index].Remove((ushort)slot))
        {
            return;
        }

        _count--;
        if (Containers[index].Count > 0)
        {
            return;
        }

        Containers[index].Free(memory);
        if (_containers == 1)
        {
            memory.Free((byte*)_data, _containerCapacity * sizeof(SlotContainer));
            this = default;
            return;
        }

        Containers[(index + 1)..].CopyTo(Containers[index..]);
        _containers--;
    }

    private void InsertContainer(int index, ushort key, SlabAllocator memory)
    {
        if (_containers == _containerCapacity)
        {
            var capacity = (ushort)Math.Min(_containerCapacity * 2, ushort.MaxValue);
            var grown = memory.Allocate(capacity * sizeof(SlotContainer));
            Containers.CopyTo(new Span<SlotContainer>(grown, capacity));
            memory.Free((byte*)_data, _containerCapacity * sizeof(SlotContainer));
            _data = (nint)grown;
            _containerCapacity = capacity;
        }

        var all = new Span<SlotContainer>((SlotContainer*)_data, _containers + 1);
        all[index..^1].CopyTo(all[(index + 1)..]);
        all[index] = new SlotContainer(key);
        _containers++;
    }

    /// <summary>The slots of a small set, whichever way it is kept.</summary>
    private ref struct SmallSlots(nint data, int count)
    {
        private int _index = -1;

        public readonly uint Current => count == 1 ? (uint)data : ((uint*)data)[_index];

        public readonly SmallSlots GetEnumerator() => this;

        public bool MoveNext() => ++_index < count;
    }
}
