using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Storage;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Head.Chunks;

/// <summary>The bytes of the files in <c>chunks_head</c>; drawn in <c>docs/head-chunks.md</c>.</summary>
internal static class HeadChunkFormat
{
    public const int FileHeaderBytes = 8;
    public const int MaxFileBytes = 128 << 20;

    private const uint Magic = 0x0130BC91;
    private const byte Version = 1;
    private const byte OutOfOrderBit = 0x80;
    private const int FixedBytes = 8 + 8 + 8 + 1;
    private const int ChecksumBytes = 4;

    public static void WriteFileHeader(ByteBuffer destination)
    {
        Span<byte> header = stackalloc byte[FileHeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(header, Magic);
        header[4] = Version;
        destination.Append(header);
    }

    /// <summary>Throws <see cref="CorruptionException"/> unless the file begins as it must.</summary>
    public static void CheckFileHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeaderBytes)
        {
            throw new CorruptionException($"a head chunk file has a header of {FileHeaderBytes} bytes, found {file.Length}", 0);
        }

        var magic = BinaryPrimitives.ReadUInt32BigEndian(file);
        if (magic != Magic)
        {
            throw new CorruptionException($"invalid magic number {magic:x}, expected {Magic:x}", 0);
        }

        if (file[4] != Version)
        {
            throw new CorruptionException($"invalid head chunk file version {file[4]}, expected {Version}", 4);
        }
    }

    public static int SizeOf(int dataLength) => FixedBytes + VarInt.Size((ulong)dataLength) + dataLength + ChecksumBytes;

    public static void Write(ByteBuffer destination, ulong walRef, bool outOfOrder, in ChunkView chunk)
    {
        var start = destination.Length;
        var fields = destination.GetSpan(FixedBytes);
        BinaryPrimitives.WriteUInt64BigEndian(fields, walRef);
        BinaryPrimitives.WriteInt64BigEndian(fields[8..], chunk.MinTimeMs);
        BinaryPrimitives.WriteInt64BigEndian(fields[16..], chunk.MaxTimeMs);
        fields[24] = (byte)((byte)chunk.Encoding | (outOfOrder ? OutOfOrderBit : 0));
        destination.Advance(FixedBytes);
        destination.AppendVarInt((ulong)chunk.Data.Length);
        destination.Append(chunk.Data);
        BinaryPrimitives.WriteUInt32BigEndian(destination.GetSpan(ChecksumBytes), Crc32C.Compute(destination.Written[start..]));
        destination.Advance(ChecksumBytes);
    }

    /// <summary>
    /// Reads the chunk at the offset. False where the file is only filled with zeros from there on or ends. Throws
    /// <see cref="CorruptionException"/> for everything else that is not a chunk.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> file, int offset, out HeadChunkRecord record)
    {
        record = default;
        if (offset >= file.Length)
        {
            return false;
        }

        var rest = file[offset..];
        if (rest.Length < FixedBytes + 1 + ChecksumBytes)
        {
            return rest.ContainsAnyExcept((byte)0) ? throw Truncated(offset) : false;
        }

        var walRef = BinaryPrimitives.ReadUInt64BigEndian(rest);
        var minTime = BinaryPrimitives.ReadInt64BigEndian(rest[8..]);
        var maxTime = BinaryPrimitives.ReadInt64BigEndian(rest[16..]);
        var encoding = rest[24];
        if (walRef == 0 && minTime == 0 && maxTime == 0 && encoding == 0 && rest[25] == 0)
        {
            // Files are made long before they are full.
            return rest.ContainsAnyExcept((byte)0) ? throw new CorruptionException("a chunk of series 0, followed by more than zeros", offset) : false;
        }

        if (!VarInt.TryRead(rest[FixedBytes..], out var length, out var lengthBytes) ||
            length > (ulong)(rest.Length - FixedBytes - lengthBytes - ChecksumBytes))
        {
            throw Truncated(offset);
        }

        var end = FixedBytes + lengthBytes + (int)length;
        var expected = BinaryPrimitives.ReadUInt32BigEndian(rest[end..]);
        var actual = Crc32C.Compute(rest[..end]);
        if (expected != actual)
        {
            throw new CorruptionException($"checksum mismatch expected:{expected:x}, actual:{actual:x}", offset);
        }

        if (minTime > maxTime)
        {
            throw new CorruptionException($"a chunk from {minTime} to {maxTime}", offset);
        }

        var data = rest.Slice(FixedBytes + lengthBytes, (int)length);
        var view = new ChunkView((ChunkEncoding)(encoding & ~OutOfOrderBit), minTime, maxTime, data);
        record = new HeadChunkRecord(walRef, (encoding & OutOfOrderBit) != 0, view, offset + end + ChecksumBytes);
        return true;
    }

    private static CorruptionException Truncated(int offset) => new("the file ends within a chunk", offset);
}

/// <summary>A chunk as it lies in a head chunk file.</summary>
internal readonly ref struct HeadChunkRecord(ulong walRef, bool outOfOrder, ChunkView chunk, int nextOffset)
{
    public ulong WalRef { get; } = walRef;

    public bool IsOutOfOrder { get; } = outOfOrder;

    public ChunkView Chunk { get; } = chunk;

    /// <summary>Where the next chunk begins.</summary>
    public int NextOffset { get; } = nextOffset;
}
