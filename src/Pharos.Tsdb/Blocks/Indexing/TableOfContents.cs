using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Memory;
using Pharos.Storage;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>Where the sections of an index begin. It is the end of the file.</summary>
internal readonly record struct TableOfContents(
    long Symbols, long Series, long LabelIndices, long LabelIndicesTable, long Postings, long PostingsTable)
{
    public const int Bytes = 6 * sizeof(long) + IndexFormat.ChecksumBytes;

    public static TableOfContents Read(MappedBytes file)
    {
        var start = file.Length - Bytes;
        if (start < IndexFormat.HeaderBytes)
        {
            throw new CorruptionException(
                $"expected at least {IndexFormat.HeaderBytes + Bytes} bytes, found {file.Length}", null, file.Path);
        }

        var bytes = file.Slice(start, Bytes);
        var checksum = BinaryPrimitives.ReadUInt32BigEndian(bytes[^IndexFormat.ChecksumBytes..]);
        if (Crc32C.Compute(bytes[..^IndexFormat.ChecksumBytes]) != checksum)
        {
            throw new CorruptionException("the checksum of the table of contents is wrong", start, file.Path);
        }

        return new TableOfContents(
            At(file, bytes, 0), At(file, bytes, 1), At(file, bytes, 2), At(file, bytes, 3), At(file, bytes, 4), At(file, bytes, 5));
    }

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt64BigEndian(destination, Symbols);
        BinaryPrimitives.WriteInt64BigEndian(destination[8..], Series);
        BinaryPrimitives.WriteInt64BigEndian(destination[16..], LabelIndices);
        BinaryPrimitives.WriteInt64BigEndian(destination[24..], LabelIndicesTable);
        BinaryPrimitives.WriteInt64BigEndian(destination[32..], Postings);
        BinaryPrimitives.WriteInt64BigEndian(destination[40..], PostingsTable);
        var content = destination[..(Bytes - IndexFormat.ChecksumBytes)];
        BinaryPrimitives.WriteUInt32BigEndian(destination[content.Length..], Crc32C.Compute(content));
    }

    private static long At(MappedBytes file, ReadOnlySpan<byte> bytes, int index)
    {
        var offset = BinaryPrimitives.ReadUInt64BigEndian(bytes[(8 * index)..]);
        return offset <= (ulong)(file.Length - Bytes)
            ? (long)offset
            : throw new CorruptionException($"section {index} begins at {offset}, behind the end", file.Length - Bytes, file.Path);
    }
}
