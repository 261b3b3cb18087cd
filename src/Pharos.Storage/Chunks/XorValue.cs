using System.Numerics;

namespace Pharos.Storage.Chunks;

/// <summary>One number of a sample, written as the difference of its bits to those in the sample before.</summary>
internal struct XorValue
{
    private ulong _bits;
    private byte _leading;
    private byte _trailing;

    /// <summary>A number that stands in the chunk by itself.</summary>
    public XorValue(double value)
    {
        _bits = BitConverter.DoubleToUInt64Bits(value);
        _leading = XorState.NoWindow;
    }

    public readonly double Value => BitConverter.UInt64BitsToDouble(_bits);

    public void Write(BitWriter bits, double value)
    {
        var next = BitConverter.DoubleToUInt64Bits(value);
        var difference = next ^ _bits;
        if (difference == 0)
        {
            bits.Put(0, 1);
            return;
        }

        _bits = next;
        var leading = XorWindow.Leading(difference);
        var trailing = BitOperations.TrailingZeroCount(difference);
        if (leading >= _leading && trailing >= _trailing)
        {
            Put(bits, 0b10, 2, difference >> _trailing, 64 - _leading - _trailing);
            return;
        }

        _leading = (byte)leading;
        _trailing = (byte)trailing;
        var significant = 64 - leading - trailing;
        Put(bits, (0b11ul << 11) | XorWindow.Describe(leading, significant), 13, difference >> trailing, significant);
    }

    public void Read(ref BitReader bits)
    {
        if (bits.Read(1) == 0)
        {
            return;
        }

        if (bits.Read(1) != 0)
        {
            var description = (uint)bits.Read(11);
            var leading = (int)(description >> 6);
            var trailing = 64 - leading - XorWindow.Significant(description);
            if (trailing < 0)
            {
                ChunkFaults.ThrowWindow(bits.Position >> 3);
            }

            _leading = (byte)leading;
            _trailing = (byte)trailing;
        }

        // A value written in a window before any was described has all its bits.
        var significant = _leading == XorState.NoWindow ? 64 : 64 - _leading - _trailing;
        _bits ^= bits.Read(significant) << _trailing;
    }

    /// <summary>Writes two fields, at once if they fit in a word.</summary>
    private static void Put(BitWriter bits, ulong prefix, int width, ulong payload, int significant)
    {
        if (width + significant <= 64)
        {
            bits.Put((prefix << significant) | payload, width + significant);
            return;
        }

        bits.Put(prefix, width);
        bits.Put(payload, significant);
    }
}
