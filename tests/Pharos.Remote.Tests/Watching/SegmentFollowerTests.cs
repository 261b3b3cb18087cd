using System.Buffers.Binary;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Tests.Watching;

public sealed class SegmentFollowerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WalCompression.None)]
    [InlineData(WalCompression.Snappy)]
    [InlineData(WalCompression.Zstd)]
    public void MoveNext_FileThatGrowsByAnyPiece_GivesEachRecordOnceWhenItIsWhole(WalCompression compression)
    {
        var (bytes, records) = Segment(compression, count: 60, seed: 1);
        var random = new Random(2);
        for (var round = 0; round < 20; round++)
        {
            var path = _folder.File("growing" + round);
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            using var follower = new SegmentFollower(path);
            var found = 0;
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(random.Next(1, 1 << random.Next(1, 16)), bytes.Length - at);
                file.Write(bytes, at, length);
                at += length;
                while (follower.MoveNext())
                {
                    Assert.Equal(records[found++], follower.Record.ToArray());
                    Assert.True(follower.Offset <= at);
                }
            }

            Assert.Equal(records.Count, found);
            Assert.False(follower.IsInRecord);
        }
    }

    [Fact]
    public void MoveNext_Limit_HidesWhatIsBehindIt()
    {
        var (bytes, records) = Segment(WalCompression.None, count: 40, seed: 3);
        var path = _folder.File("limited");

        // What is behind the limit may be anything, such as half of what a writer is about to take back.
        var limit = bytes.Length - 1;
        File.WriteAllBytes(path, bytes);
        using var follower = new SegmentFollower(path);
        var found = 0;
        for (long visible = 0; visible < limit; visible += 100)
        {
            while (follower.MoveNext(visible))
            {
                Assert.Equal(records[found++], follower.Record.ToArray());
                Assert.True(follower.Offset <= visible);
            }
        }

        while (follower.MoveNext())
        {
            Assert.Equal(records[found++], follower.Record.ToArray());
        }

        Assert.Equal(records.Count, found);
    }

    [Fact]
    public void MoveNext_FromTheEndOfAnyRecord_GoesOnWithTheNext()
    {
        var (bytes, records) = Segment(WalCompression.None, count: 40, seed: 4);
        var path = _folder.File("resumed");
        File.WriteAllBytes(path, bytes);
        var offsets = new List<long> { 0 };
        using (var all = new SegmentFollower(path))
        {
            while (all.MoveNext())
            {
                offsets.Add(all.Offset);
            }
        }

        for (var i = 0; i < records.Count; i++)
        {
            using var follower = new SegmentFollower(path, offsets[i]);
            Assert.True(follower.MoveNext());
            Assert.Equal(records[i], follower.Record.ToArray());
            Assert.Equal(offsets[i + 1], follower.Offset);
        }
    }

    [Fact]
    public void MoveNext_FlippedByte_Throws()
    {
        var (bytes, _) = Segment(WalCompression.None, count: 3, seed: 5);
        bytes[20] ^= 1;
        File.WriteAllBytes(_folder.File("damaged"), bytes);
        using var follower = new SegmentFollower(_folder.File("damaged"));
        Assert.Throws<CorruptionException>(() => Read(follower));

        static void Read(SegmentFollower follower)
        {
            while (follower.MoveNext())
            {
            }
        }
    }

    /// <summary>A complete segment of records from a byte to some pages long, and the records.</summary>
    private (byte[] Bytes, List<byte[]> Records) Segment(WalCompression compression, int count, int seed)
    {
        var random = new Random(seed);
        var directory = _folder.File($"wal-{compression}-{seed}");
        var records = new List<byte[]>();
        using (var writer = new WalWriter(directory, new WalOptions { Compression = compression, SegmentBytes = 64 << 20 }))
        {
            for (var i = 0; i < count; i++)
            {
                var record = new byte[random.Next(1, 1 << random.Next(1, 18))];
                random.NextBytes(record.AsSpan(0, record.Length / 2));
                BinaryPrimitives.TryWriteInt32LittleEndian(record, i);
                records.Add(record);
                writer.Log(record);
            }
        }

        return (File.ReadAllBytes(WalSegments.PathOf(directory, 0)), records);
    }
}
