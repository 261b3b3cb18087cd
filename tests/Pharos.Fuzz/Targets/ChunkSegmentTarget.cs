using System.Buffers.Binary;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Memory;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Segments;

namespace Pharos.Fuzz.Targets;

/// <summary>A file of chunks. The first eight bytes of the input are the reference that is read, the rest is the file.</summary>
internal sealed class ChunkSegmentTarget : IFuzzTarget
{
    private const int ReferenceBytes = sizeof(ulong);

    public string Name => "chunk-segment";

    public IEnumerable<byte[]> Seeds => [[0, 0, 0, 0, 0, 0, 0, 8, .. Written()], [0, 0, 0, 0, 0, 0, 0, 24, .. Written()]];

    public IReadOnlyList<byte[]> Tokens { get; } = [[0, 0, 0, 0, 0, 0, 0, 8], [0x85, 0xBD, 0x40, 0xDD, 1, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0x80, 0]];

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        if (input.Length < ReferenceBytes)
        {
            return;
        }

        try
        {
            using var reader = ChunkSegmentReader.Open(MappedBytes.CopyOf(input[ReferenceBytes..]));
            var chunk = reader.Read(new ChunkMeta(0, 1, BinaryPrimitives.ReadUInt64BigEndian(input)));
            outcome.Result(chunk.Data);
            outcome.Feature(1, (ulong)chunk.Encoding);
            var content = new ByteBuffer();
            content.AppendVarInt((ulong)chunk.Data.Length);
            content.Append((byte)chunk.Encoding);
            content.Append(chunk.Data);
            BrokenInvariantException.Require(input.IndexOf(content.Written) >= 0, "the chunk is not in the file");
        }
        catch (CorruptionException error)
        {
            outcome.Error(error);
        }
    }

    private static byte[] Written()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new ChunkSegmentWriter(folder.Path))
        {
            writer.Write(new ChunkView(ChunkEncoding.Xor, 0, 1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
            writer.Write(new ChunkView(ChunkEncoding.Histogram, 0, 1, new byte[200]));
            writer.Finish();
        }

        return File.ReadAllBytes(folder.File("000001"));
    }
}
