using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Pharos.Storage;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>Reads the values that records are made of, and says where in the record one is broken. Any bytes may be given.</summary>
internal ref struct RecordCursor
{
    private readonly ReadOnlySpan<byte> _record;

    public RecordCursor(ReadOnlySpan<byte> record)
    {
        _record = record;
    }

    /// <summary>How much was read.</summary>
    public int Position { get; private set; }

    public readonly bool IsAtEnd => Position == _record.Length;

    public readonly int Remaining => _record.Length - Position;

    public readonly ReadOnlySpan<byte> Rest => _record[Position..];

    public byte Byte()
    {
        if (IsAtEnd)
        {
            ThrowShort("a byte");
        }

        return _record[Position++];
    }

    public ulong UInt64()
    {
        if (Remaining < sizeof(ulong))
        {
            ThrowShort("a number of eight bytes");
        }

        var value = BinaryPrimitives.ReadUInt64BigEndian(_record[Position..]);
        Position += sizeof(ulong);
        return value;
    }

    public double Double() => BitConverter.UInt64BitsToDouble(UInt64());

    public ulong VarInt()
    {
        if (!Foundation.Bytes.VarInt.TryRead(_record[Position..], out var value, out var length))
        {
            ThrowShort("a number of variable length");
        }

        Position += length;
        return value;
    }

    public long SignedVarInt()
    {
        if (!Foundation.Bytes.VarInt.TryReadSigned(_record[Position..], out var value, out var length))
        {
            ThrowShort("a signed number of variable length");
        }

        Position += length;
        return value;
    }

    /// <summary>A number of elements, each of at least so many bytes: no more than the rest of the record can have.</summary>
    public int Count(int minBytes)
    {
        var count = VarInt();
        if (count > (ulong)(Remaining / minBytes))
        {
            throw new CorruptionException($"a record has {count} elements in the last {Remaining} bytes", Position);
        }

        return (int)count;
    }

    /// <summary>Bytes behind their length.</summary>
    public ReadOnlySpan<byte> Text()
    {
        var length = VarInt();
        if (length > (ulong)Remaining)
        {
            throw new CorruptionException($"a text of {length} bytes in the last {Remaining} bytes of a record", Position);
        }

        var text = _record.Slice(Position, (int)length);
        Position += text.Length;
        return text;
    }

    public void Skip(int count) => Position += count;

    [DoesNotReturn]
    private readonly void ThrowShort(string what) => throw new CorruptionException($"a record does not hold {what} where it should", Position);

    /// <summary>Begins to read a record of one of the given types.</summary>
    public static RecordCursor Begin(ReadOnlySpan<byte> record, RecordType type, RecordType orType = RecordType.None, RecordType orElse = RecordType.None)
    {
        var actual = RecordTypes.Of(record);
        if (actual == RecordType.None || (actual != type && actual != orType && actual != orElse))
        {
            throw new CorruptionException($"a record of type {(int)actual} where {type} is expected", 0);
        }

        return new RecordCursor(record) { Position = 1 };
    }
}
