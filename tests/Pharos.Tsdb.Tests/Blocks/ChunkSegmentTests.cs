using Pharos.Foundation.Memory;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Segments;

namespace Pharos.Tsdb.Tests.Blocks;

public sealed class ChunkSegmentTests
{
    [Theory]
    [InlineData(ChunkSegmentWriter.DefaultSegmentBytes, 1)]
    [InlineData(500, 200)]
    public void Write_AnyChunks_AreReadBack(long segmentBytes, int leastSegments)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(3);
        var written = new List<(ChunkMeta Meta, ChunkEncoding Encoding, byte[] Data)>();
        using (var writer = new ChunkSegmentWriter(folder.File("chunks"), segmentBytes))
        {
            for (var i = 0; i < 1000; i++)
            {
                var data = new byte[random.Next(i % 100 == 0 ? 2000 : 200)];
                random.NextBytes(data);
                var encoding = (ChunkEncoding)random.Next(1, 7);
                written.Add((writer.Write(new ChunkView(encoding, i, i + 5, data)), encoding, data));
            }

            writer.Finish();
            Assert.Equal(new DirectoryInfo(folder.File("chunks")).GetFiles().Sum(static file => file.Length), writer.SizeBytes);
        }

        using var reader = ChunkSegmentReader.Open(folder.File("chunks"));
        Assert.True(reader.SegmentCount >= leastSegments);
        ulong last = 0;
        foreach (var (meta, encoding, data) in written)
        {
            Assert.True(meta.Ref > last);
            last = meta.Ref;
            var chunk = reader.Read(meta);
            Assert.Equal(encoding, chunk.Encoding);
            Assert.Equal(meta.MinTimeMs, chunk.MinTimeMs);
            Assert.Equal(meta.MaxTimeMs, chunk.MaxTimeMs);
            Assert.True(chunk.Data.SequenceEqual(data));
        }
    }

    [Fact]
    public void Write_LongerThanASegment_GetsOneOfItsOwn()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new ChunkSegmentWriter(folder.Path, 100))
        {
            Assert.Equal(8UL, writer.Write(new ChunkView(ChunkEncoding.Xor, 0, 1, new byte[300])).Ref);
            Assert.Equal((1UL << 32) + 8, writer.Write(new ChunkView(ChunkEncoding.Xor, 0, 1, new byte[10])).Ref);
            writer.Finish();
        }

        Assert.Equal(["000001", "000002"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Read_EveryBitFlipped_IsCorruptOrTheSame()
    {
        var whole = Whole(out var chunks);
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                using var reader = ChunkSegmentReader.Open(MappedBytes.CopyOf(damaged));
                foreach (var chunk in chunks)
                {
                    Assert.Equal(30, reader.Read(chunk).Data.Length);
                }

                // The three bytes of the header that mean nothing.
                Assert.InRange(bit / 8, 5, 7);
            }
            catch (CorruptionException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void Read_CutAnywhere_IsCorrupt()
    {
        var whole = Whole(out var chunks);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<CorruptionException>(() =>
            {
                using var reader = ChunkSegmentReader.Open(MappedBytes.CopyOf(whole.AsSpan(0, length)));
                _ = reader.Read(chunks[^1]);
            });
        }
    }

    [Fact]
    public void Read_AnyReference_IsCorruptOrAChunk()
    {
        var whole = Whole(out var chunks);
        using var reader = ChunkSegmentReader.Open(MappedBytes.CopyOf(whole));
        for (ulong reference = 0; reference < (ulong)whole.Length + 100; reference++)
        {
            var isChunk = Array.Exists(chunks, chunk => chunk.Ref == reference);
            Assert.Equal(isChunk, IsRead(reader, reference));
        }

        foreach (var reference in new[] { ulong.MaxValue, 1UL << 32, (1UL << 63) + 8, uint.MaxValue })
        {
            Assert.False(IsRead(reader, reference));
        }
    }

    private static bool IsRead(ChunkSegmentReader reader, ulong reference)
    {
        try
        {
            _ = reader.Read(new ChunkMeta(0, 0, reference));
            return true;
        }
        catch (CorruptionException)
        {
            return false;
        }
    }

    private static byte[] Whole(out ChunkMeta[] chunks)
    {
        using var folder = new TemporaryFolder();
        using (var writer = new ChunkSegmentWriter(folder.Path))
        {
            var data = new byte[30];
            new Random(4).NextBytes(data);
            chunks = [writer.Write(new ChunkView(ChunkEncoding.Xor, 0, 1, data)), writer.Write(new ChunkView(ChunkEncoding.Histogram, 2, 3, data))];
            writer.Finish();
        }

        return File.ReadAllBytes(folder.File("000001"));
    }
}
