using Pharos.Testing;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Wal;

/// <summary>Logs that end early or have changed, and their repair.</summary>
public sealed class DamageTests
{
    private static readonly List<byte[]> Small = [.. new[] { 0, 1, 100, 20, 3_000, 5 }.Select(WrittenLog.Record)];

    [Theory]
    [InlineData(WalCompression.None)]
    [InlineData(WalCompression.Snappy)]
    [InlineData(WalCompression.Zstd)]
    public void Read_CutAnywhere_GivesExactlyTheWholeRecords(WalCompression compression)
    {
        using var folder = new TemporaryFolder();
        var ends = new List<long> { 0 };
        using (var writer = new WalWriter(folder.Path, new WalOptions { Compression = compression }))
        {
            foreach (var record in Small)
            {
                writer.Log(record);
                ends.Add(writer.Position.Offset);
            }
        }

        var path = WalSegments.PathOf(folder.Path, 0);
        var bytes = File.ReadAllBytes(path);
        for (var length = 0; length <= ends[^1]; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            var whole = ends.Count(end => end <= length) - 1;
            var (read, damage) = WrittenLog.Read(folder.Path);
            Assert.Equal(Small.Take(whole), read, BytesComparer.Instance);
            Assert.Equal(ends[whole] == length, damage is null);
            if (damage is not null)
            {
                Assert.True(damage.IsTorn);
                Assert.Equal("last record is torn", damage.Reason);
                Assert.Equal(new WalPosition(0, ends[whole]), damage.Position);
                var result = WalRepair.Repair(folder.Path, damage);
                Assert.Equal(length - ends[whole], result.DroppedBytes);
                Assert.Equal(Small.Take(whole), Undamaged(folder.Path), BytesComparer.Instance);
            }
        }
    }

    [Fact]
    public void Read_CutBetweenPagesOfARecord_IsTorn()
    {
        using var folder = new TemporaryFolder();
        List<byte[]> records = [WrittenLog.Record(10, 1), WrittenLog.Record(100_000, 2)];
        WrittenLog.Write(folder.Path, records, new WalOptions { Compression = WalCompression.None });
        var path = WalSegments.PathOf(folder.Path, 0);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..(2 * WalFormat.PageBytes)]);
        var (read, damage) = WrittenLog.Read(folder.Path);
        Assert.Equal(records.Take(1), read);
        Assert.True(damage!.IsTorn);
        Assert.Equal(new WalPosition(0, 17), damage.Position);
    }

    [Fact]
    public void Read_RecordTornAndSegmentsFollow_IsDamageOfThatSegment()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new WalWriter(folder.Path, new WalOptions { Compression = WalCompression.None }))
        {
            writer.Log([1]);
            writer.Log(WrittenLog.Record(100_000, 2));
            writer.NextSegment();
            writer.Log([3]);
            writer.NextSegment();
            writer.Log([4]);
        }

        var path = WalSegments.PathOf(folder.Path, 0);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..(2 * WalFormat.PageBytes)]);
        var (read, damage) = WrittenLog.Read(folder.Path);
        Assert.Equal([[1]], read);
        Assert.False(damage!.IsTorn);
        Assert.Equal(new WalPosition(0, 8), damage.Position);

        var result = WalRepair.Repair(folder.Path, damage);
        Assert.Equal(2, result.DroppedSegments);
        Assert.Equal([[1]], Undamaged(folder.Path));
        using var next = new WalWriter(folder.Path);
        Assert.Equal(1, next.LastSegment);
    }

    /// <summary>
    /// A checksum covers the data of a fragment and not its header, so a changed first byte, which says how the data are to be taken, can
    /// make another record of them; the format has no defence against that.
    /// </summary>
    [Theory]
    [InlineData(WalCompression.None)]
    [InlineData(WalCompression.Snappy)]
    [InlineData(WalCompression.Zstd)]
    public void Read_AByteChanged_GivesOnlyRecordsThatWereWritten(WalCompression compression)
    {
        using var folder = new TemporaryFolder();
        List<byte[]> records = [.. new[] { 1, 50, 40_000, 0, 30_000, 9 }.Select(WrittenLog.Record)];
        WrittenLog.Write(folder.Path, records, new WalOptions { Compression = compression });
        var path = WalSegments.PathOf(folder.Path, 0);
        var bytes = File.ReadAllBytes(path);
        var headers = FragmentStarts(bytes);
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            // Half of the changes hit the headers, where the interesting ones are.
            var at = i % 2 == 0 ? random.Next(bytes.Length) : headers[random.Next(headers.Count)] + random.Next(WalFormat.HeaderBytes);
            var changed = (byte[])bytes.Clone();
            changed[at] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(path, changed);
            var (read, damage) = WrittenLog.Read(folder.Path);
            if (headers.Contains(at))
            {
                continue;
            }

            Assert.Equal(records.Take(read.Count), read, BytesComparer.Instance);
            Assert.True(damage is not null || read.Count == records.Count, $"byte {at}: records are missing, and nobody said so");
        }
    }

    [Fact]
    public void Read_PaddingChanged_IsDamage()
    {
        using var folder = new TemporaryFolder();
        WrittenLog.Write(folder.Path, [[1]], new WalOptions());
        var path = WalSegments.PathOf(folder.Path, 0);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] = 1;
        File.WriteAllBytes(path, bytes);
        var (read, damage) = WrittenLog.Read(folder.Path);
        Assert.Equal([[1]], read);
        Assert.Equal("unexpected non-zero byte in padded page", damage!.Reason);
        Assert.False(damage.IsTorn);
    }

    [Fact]
    public void Read_SnappyRecordOfImpossibleLength_IsDamageWithoutTheMemory()
    {
        using var folder = new TemporaryFolder();
        var layout = new FragmentLayout(WalFormat.PageBytes);
        layout.Begin(0);
        layout.Add([0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0], WalFormat.SnappyFlag);
        File.WriteAllBytes(WalSegments.PathOf(folder.Path, 0), layout.Bytes.ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (_, damage) = WrittenLog.Read(folder.Path);
        Assert.Equal("snappy: corrupt length of the content", damage!.Reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    private static List<byte[]> Undamaged(string directory)
    {
        var (records, damage) = WrittenLog.Read(directory);
        Assert.Null(damage);
        return records;
    }

    private static List<int> FragmentStarts(byte[] bytes)
    {
        var starts = new List<int>();
        for (var page = 0; page < bytes.Length; page += WalFormat.PageBytes)
        {
            var at = 0;
            while (WalPage.Read(bytes.AsSpan(page, WalFormat.PageBytes), at, out var fragment, out _) == PageStep.Fragment)
            {
                starts.Add(page + at);
                at = fragment.End;
            }
        }

        return starts;
    }
}
