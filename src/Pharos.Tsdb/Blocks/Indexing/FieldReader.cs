using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pharos.Foundation.Bytes;
using Pharos.Storage;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>Reads the numbers of a series entry, whose checksum was verified.</summary>
internal ref struct FieldReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly long _offset;
    private readonly string? _path;
    private int _position;

    /// <param name="offset">Where in the file the bytes begin, for messages.</param>
    public FieldReader(ReadOnlySpan<byte> bytes, long offset, string? path)
    {
        _bytes = bytes;
        _offset = offset;
        _path = path;
    }

    public readonly int Remaining => _bytes.Length - _position;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong TakeVarInt()
    {
        // Fast path: one byte.
        if ((uint)_position < (uint)_bytes.Length && _bytes[_position] < 0x80)
        {
            return _bytes[_position++];
        }

        return TakeLong();
    }

    public long TakeSigned()
    {
        var raw = TakeVarInt();
        return (long)(raw >> 1) ^ -(long)(raw & 1);
    }

    /// <summary>A reference to a symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint TakeReference()
    {
        var value = TakeVarInt();
        if (value > uint.MaxValue)
        {
            Throw($"symbol {value}");
        }

        return (uint)value;
    }

    /// <summary>A number of things that take that many bytes each, at the least.</summary>
    public int TakeCount(int leastBytesEach)
    {
        var count = TakeVarInt();
        if (count > (ulong)(Remaining / leastBytesEach))
        {
            Throw($"{count} entries are more than {Remaining} bytes can hold");
        }

        return (int)count;
    }

    [DoesNotReturn]
    public readonly void Throw(string reason) => throw new CorruptionException(reason, _offset + _position, _path);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong TakeLong()
    {
        if (!VarInt.TryRead(_bytes[_position..], out var value, out var length))
        {
            Throw("expected a number");
        }

        _position += length;
        return value;
    }
}
