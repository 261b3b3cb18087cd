using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>Ascending series ids as they stand in the file, four bytes each.</summary>
internal readonly ref struct BigEndianIds
{
    private readonly ReadOnlySpan<uint> _ids;

    public BigEndianIds(ReadOnlySpan<byte> bytes)
    {
        _ids = MemoryMarshal.Cast<byte, uint>(bytes);
    }

    public int Count => _ids.Length;

    public uint this[int index] => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(_ids[index]) : _ids[index];

    public void CopyTo(Span<uint> destination)
    {
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(_ids, destination);
        }
        else
        {
            _ids.CopyTo(destination);
        }
    }

    /// <summary>
    /// The first index from <paramref name="from"/> on whose id is not below, <see cref="Count"/> if there is none. Quick for near ones.
    /// </summary>
    public int Seek(int from, uint id)
    {
        var step = 1;
        var low = from;
        var high = from;
        while (high < Count && this[high] < id)
        {
            low = high + 1;
            high = (int)Math.Min((long)high + step, Count);
            step *= 2;
        }

        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) / 2);
            if (this[middle] < id)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
