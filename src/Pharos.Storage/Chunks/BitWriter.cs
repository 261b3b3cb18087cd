using System.Runtime.CompilerServices;

namespace Pharos.Storage.Chunks;

/// <summary>Bit fields one after the other in a growing array, which is kept when the writer begins anew. Not safe for concurrent use.</summary>
internal sealed class BitWriter
{
    /// <summary>What <see cref="BitWords.Put"/> and <see cref="VarBits"/> may touch from the byte that they start in.</summary>
    private const int Room = 16;

    private byte[] _bytes = new byte[256];
    private uint _position;

    /// <summary>What is written, with the unused low bits of the last byte zero; valid until the next change.</summary>
    public ReadOnlySpan<byte> Written => new(_bytes, 0, Length);

    /// <summary>The bytes at the front that stand apart from the fields and are written over at will.</summary>
    public Span<byte> Header => _bytes.AsSpan(0, Math.Min(Length, Room));

    private int Length => (int)((_position + 7) >> 3);

    /// <summary>Begins anew behind so many zero bytes, at most 16.</summary>
    public void Clear(int headerBytes)
    {
        _bytes.AsSpan(0, headerBytes).Clear();
        _position = (uint)headerBytes * 8;
    }

    /// <summary>Begins with the first bits of these bytes.</summary>
    public void Load(ReadOnlySpan<byte> bytes, uint bits)
    {
        if (_bytes.Length < bytes.Length + Room)
        {
            _bytes = new byte[bytes.Length + Room];
        }

        bytes.CopyTo(_bytes);
        _position = bits;
    }

    /// <summary>Writes the low bits of a value, 1 to 64 of them; the other bits must be zero.</summary>
    public void Put(ulong value, int bits) => _position = BitWords.Put(ref Reserve(), _position, value, bits);

    public void PutVarBits(long value) => _position = VarBits.Put(ref Reserve(), _position, value);

    public void PutVarBitsUnsigned(ulong value) => _position = VarBits.PutUnsigned(ref Reserve(), _position, value);

    public void PutDouble(double value) => Put(BitConverter.DoubleToUInt64Bits(value), 64);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte Reserve()
    {
        if (_bytes.Length - Length < Room)
        {
            Array.Resize(ref _bytes, checked(_bytes.Length * 2));
        }

        return ref _bytes[0];
    }
}
