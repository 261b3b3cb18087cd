using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Memory;
using Pharos.Storage;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Blocks.Segments;

/// <summary>
/// Reads the chunks of a block from its mapped files. Safe for concurrent use until it is disposed. The checksum is verified at each read;
/// damage, and references to where no chunk is, throw <see cref="CorruptionException"/>.
/// </summary>
public sealed class ChunkSegmentReader : IDisposable
{
    private readonly MappedBytes[] _segments;

    private ChunkSegmentReader(MappedBytes[] segments)
    {
        _segments = segments;
        foreach (var segment in segments)
        {
            CheckHeader(segment);
            SizeBytes += segment.Length;
        }
    }

    public long SizeBytes { get; }

    public int SegmentCount => _segments.Length;

    /// <summary>Maps all files with numbers for names.</summary>
    public static ChunkSegmentReader Open(string directory)
    {
        var segments = new List<MappedBytes>();
        try
        {
            foreach (var path in ChunkSegmentFormat.Files(directory))
            {
                segments.Add(MappedBytes.Open(path));
            }

            return new ChunkSegmentReader([.. segments]);
        }
        catch
        {
            segments.ForEach(static segment => segment.Dispose());
            throw;
        }
    }

    /// <summary>Takes over the bytes of the files: they are disposed with the reader, and also if they are no chunks.</summary>
    public static ChunkSegmentReader Open(params MappedBytes[] segments)
    {
        try
        {
            return new ChunkSegmentReader([.. segments]);
        }
        catch
        {
            Array.ForEach(segments, static segment => segment.Dispose());
            throw;
        }
    }

    /// <summary>The chunk that an index refers to. Its bytes are valid until the reader is disposed.</summary>
    public ChunkView Read(ChunkMeta chunk)
    {
        var number = chunk.Ref >> 32;
        long offset = (uint)chunk.Ref;
        if (number >= (ulong)_segments.Length)
        {
            throw new CorruptionException($"chunk {chunk.Ref} is in segment {number}, and there are {_segments.Length}");
        }

        var segment = _segments[number];
        if (offset < ChunkSegmentFormat.HeaderBytes || offset >= segment.Length)
        {
            throw new CorruptionException($"chunk {chunk.Ref} is outside of its segment of {segment.Length} bytes", offset, segment.Path);
        }

        if (!VarInt.TryRead(segment.From(offset, ChunkSegmentFormat.LengthBytes), out var length, out var prefix))
        {
            throw new CorruptionException("expected the length of a chunk", offset, segment.Path);
        }

        var start = offset + prefix;
        if (length > (ulong)Array.MaxLength || start + 1 + (long)length + ChunkSegmentFormat.ChecksumBytes > segment.Length)
        {
            throw new CorruptionException(
                $"a chunk of {length} bytes goes beyond its segment of {segment.Length} bytes", offset, segment.Path);
        }

        var content = segment.Slice(start, 1 + (int)length);
        var checksum = BinaryPrimitives.ReadUInt32BigEndian(segment.Slice(start + content.Length, ChunkSegmentFormat.ChecksumBytes));
        if (Crc32C.Compute(content) != checksum)
        {
            throw new CorruptionException("the checksum of a chunk is wrong", offset, segment.Path);
        }

        var encoding = (ChunkEncoding)content[0];
        return encoding is > ChunkEncoding.None and <= ChunkEncoding.FloatHistogramSt
            ? new ChunkView(encoding, chunk.MinTimeMs, chunk.MaxTimeMs, content[1..])
            : throw new CorruptionException($"a chunk has the unknown encoding {content[0]}", start, segment.Path);
    }

    public void Dispose() => Array.ForEach(_segments, static segment => segment.Dispose());

    private static void CheckHeader(MappedBytes segment)
    {
        if (segment.Length < ChunkSegmentFormat.HeaderBytes)
        {
            throw new CorruptionException(
                $"expected a header of {ChunkSegmentFormat.HeaderBytes} bytes, found {segment.Length}", 0, segment.Path);
        }

        var header = segment.Slice(0, ChunkSegmentFormat.HeaderBytes);
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (magic != ChunkSegmentFormat.Magic)
        {
            throw new CorruptionException(
                $"expected chunks, which begin with {ChunkSegmentFormat.Magic:x8}, found {magic:x8}", 0, segment.Path);
        }

        if (header[4] != ChunkSegmentFormat.Version)
        {
            throw new CorruptionException($"invalid chunk format version {header[4]}", 4, segment.Path);
        }
    }
}
