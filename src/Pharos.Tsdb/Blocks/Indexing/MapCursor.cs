using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Memory;
using Pharos.Storage;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>Reads fields of a piece of a mapped file one after the other. What does not fit into the piece is corruption.</summary>
internal struct MapCursor
{
    private readonly MappedBytes _file;

    public MapCursor(MappedBytes file, long start, long end)
    {
        _file = file;
        Position = start;
        End = end;
    }

    public long Position { get; private set; }

    public long End { get; }

    /// <summary>
    /// The content of a section: 32 bits of length, that many bytes, and their checksum, which is verified.
    /// </summary>
    public static MapCursor OverSection(MappedBytes file, long offset, string what)
    {
        var header = new MapCursor(file, offset, file.Length);
        var length = header.TakeUInt32();
        var start = header.Position;
        if (length + IndexFormat.ChecksumBytes > file.Length - start)
        {
            throw new CorruptionException($"the {what} have {length} bytes, behind the end", offset, file.Path);
        }

        var end = start + length;
        var expected = BinaryPrimitives.ReadUInt32BigEndian(file.Slice(end, IndexFormat.ChecksumBytes));
        return Checksum(file, start, end) == expected
            ? new MapCursor(file, start, end)
            : throw new CorruptionException($"the checksum of the {what} is wrong", offset, file.Path);
    }

    public static uint Checksum(MappedBytes file, long start, long end)
    {
        uint crc = 0;
        while (start < end)
        {
            var piece = file.From(start, (int)Math.Min(end - start, 1 << 30));
            crc = Crc32C.Append(crc, piece);
            start += piece.Length;
        }

        return crc;
    }

    public uint TakeUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));

    public byte TakeByte() => Take(1)[0];

    public ulong TakeVarInt()
    {
        // Fast path: one byte.
        if (Position < End && _file.Slice(Position, 1)[0] is < 0x80 and var single)
        {
            Position++;
            return single;
        }

        var window = _file.Slice(Position, (int)Math.Min(End - Position, VarInt.MaxBytes));
        if (!VarInt.TryRead(window, out var value, out var length))
        {
            Throw("expected a number");
        }

        Position += length;
        return value;
    }

    /// <summary>A length and that many bytes.</summary>
    public ReadOnlySpan<byte> TakeText()
    {
        var start = Position;
        var length = TakeVarInt();
        if (length > (ulong)(End - Position) || length > int.MaxValue)
        {
            Position = start;
            Throw($"a text of {length} bytes goes beyond its section");
        }

        return Take((int)length);
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > End - Position)
        {
            Throw($"expected {length} bytes, found {End - Position}");
        }

        var bytes = _file.Slice(Position, length);
        Position += length;
        return bytes;
    }

    /// <summary>Goes on at the next multiple, or to the end if that is before.</summary>
    public void Align(int alignment) => Position = Math.Min((Position + alignment - 1) / alignment * alignment, End);

    public void Skip(ulong count)
    {
        if (count > (ulong)(End - Position))
        {
            Throw($"expected {count} bytes, found {End - Position}");
        }

        Position += (long)count;
    }

    [DoesNotReturn]
    public readonly void Throw(string reason) => throw new CorruptionException(reason, Position, _file.Path);
}
