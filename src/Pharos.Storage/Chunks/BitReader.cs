using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Reads bit fields one after the other. Each read ends in <see cref="CorruptionException"/> if the field reaches beyond the end.
/// </summary>
internal struct BitReader
{
    /// <summary>The bytes that must be readable behind the end, whatever they are.</summary>
    public const int Padding = 16;

    private readonly byte[] _bytes;
    private readonly uint _end;
    private uint _position;

    /// <param name="bytes">At least <paramref name="length"/> and <see cref="Padding"/> long.</param>
    /// <param name="length">The bytes that count.</param>
    /// <param name="skip">The bytes before the first field.</param>
    public BitReader(byte[] bytes, int length, int skip)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, bytes.Length - Padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(skip, length);
        _bytes = bytes;
        _end = (uint)length * 8;
        _position = (uint)skip * 8;
    }

    /// <summary>How many bits were read, those skipped at the front included.</summary>
    public readonly uint Position => _position;

    /// <summary>How many bits are left.</summary>
    public readonly uint Remaining => _end - _position;

    /// <summary>A field of 1 to 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read(int bits)
    {
        var field = BitWords.Get(ref _bytes[0], _position, bits);
        _position += (uint)bits;
        Check();
        return field;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadVarBits()
    {
        var value = VarBits.Get(ref _bytes[0], ref _position);
        Check();
        return value;
    }

    public ulong ReadVarBitsUnsigned()
    {
        var value = VarBits.GetUnsigned(ref _bytes[0], ref _position);
        Check();
        return value;
    }

    public double ReadDouble() => BitConverter.UInt64BitsToDouble(Read(64));

    /// <summary>A signed LEB128 number whose bytes need not begin at a byte.</summary>
    public long ReadVarInt()
    {
        Span<byte> number = stackalloc byte[VarInt.MaxBytes];
        var length = 0;
        do
        {
            number[length] = (byte)Read(8);
        }
        while (number[length++] >= 0x80 && length < number.Length);

        if (!VarInt.TryReadSigned(number[..length], out var value, out _))
        {
            ChunkFaults.ThrowVarInt(_position >> 3);
        }

        return value;
    }

    [DoesNotReturn]
    public readonly void ThrowCorrupt(string reason) => throw new CorruptionException(reason, _position >> 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Check()
    {
        if (_position > _end)
        {
            ThrowEnd();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void ThrowEnd() => throw new CorruptionException("the chunk ends within a sample", _end >> 3);
}
