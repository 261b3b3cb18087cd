using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Files;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks.Indexing;

namespace Pharos.Tsdb.Blocks.Segments;

/// <summary>
/// Writes chunks one after the other into numbered files, beginning another when one is full. Not safe for concurrent use. The chunks are
/// there when
/// <see cref="Finish"/> has returned; until then the folder is not to be relied on.
/// </summary>
public sealed class ChunkSegmentWriter : IDisposable
{
    public const long DefaultSegmentBytes = 512L << 20;

    private readonly string _directory;
    private readonly long _segmentBytes;
    private SequentialFile? _file;
    private int _files;

    /// <param name="directory">Created if it is not there; it has to be empty.</param>
    /// <param name="segmentBytes">A file gets longer only for a chunk that alone is longer.</param>
    public ChunkSegmentWriter(string directory, long segmentBytes = DefaultSegmentBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(segmentBytes);
        _directory = directory;

        // References have 32 bits for the place in the file.
        _segmentBytes = Math.Min(segmentBytes, uint.MaxValue);
        Directory.CreateDirectory(directory);
    }

    /// <summary>How many bytes were written in all.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Writes a chunk and returns where it is, as it stands in the index. References ascend.</summary>
    public ChunkMeta Write(ChunkView chunk)
    {
        var most = ChunkSegmentFormat.LengthBytes + ChunkSegmentFormat.EncodingBytes + ChunkSegmentFormat.ChecksumBytes + (long)chunk.Data.Length;
        if (_file is null || (_file.Position > ChunkSegmentFormat.HeaderBytes && _file.Position + most > _segmentBytes))
        {
            Begin();
        }

        var position = _file!.Position;
        Span<byte> prefix = stackalloc byte[VarInt.MaxBytes + ChunkSegmentFormat.EncodingBytes];
        var length = VarInt.Write(prefix, (ulong)chunk.Data.Length);
        prefix[length] = (byte)chunk.Encoding;
        _file.Write(prefix[..(length + 1)]);
        _file.Write(chunk.Data);
        Span<byte> checksum = stackalloc byte[ChunkSegmentFormat.ChecksumBytes];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32C.Append(Crc32C.Compute(prefix.Slice(length, 1)), chunk.Data));
        _file.Write(checksum);
        SizeBytes += _file.Position - position;
        return new ChunkMeta(chunk.MinTimeMs, chunk.MaxTimeMs, ((ulong)(_files - 1) << 32) | (ulong)position);
    }

    /// <summary>Returns when all files are on the disk.</summary>
    public void Finish()
    {
        End();
        DirectorySync.Flush(_directory);
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void Begin()
    {
        End();
        _file = new SequentialFile(Path.Combine(_directory, ChunkSegmentFormat.FileName(++_files)), long.MaxValue);
        Span<byte> header = stackalloc byte[ChunkSegmentFormat.HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(header, ChunkSegmentFormat.Magic);
        header[4] = ChunkSegmentFormat.Version;
        _file.Write(header);
        SizeBytes += header.Length;
    }

    private void End()
    {
        _file?.FlushToDisk();
        _file?.Dispose();
        _file = null;
    }
}
