using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Blocks.Deletion;

namespace Pharos.Tsdb.Tests.Blocks;

public sealed class TombstoneFileTests
{
    [Fact]
    public void Format_NothingDeleted_IsTheFileOfANewBlock() =>
        Assert.Equal([0x01, 0x30, 0xBA, 0x30, 1, 0, 0, 0, 0], TombstoneFile.Format(new TombstoneStore()));

    [Fact]
    public void Write_AnyStore_IsReadBack()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(6);
        var store = new TombstoneStore();
        for (var i = 0; i < 300; i++)
        {
            var start = random.NextInt64() >> random.Next(63);
            store.Add((ulong)random.Next(50) << random.Next(40), new Interval(start, start + random.Next(1000)));
        }

        var length = TombstoneFile.Write(folder.Path, store);
        var read = TombstoneFile.Read(folder.Path, out var size);
        Assert.Equal(length, size);
        Assert.Equal(store.Total, read.Total);
        Assert.Equal(TombstoneFile.Format(store), TombstoneFile.Format(read));
        foreach (var (series, intervals) in store.ToArray())
        {
            Assert.True(intervals.Span.SequenceEqual(read.Get(series).Span));
        }
    }

    [Fact]
    public void Read_NoFile_IsEmpty()
    {
        using var folder = new TemporaryFolder();
        Assert.True(TombstoneFile.Read(folder.Path, out var size).IsEmpty);
        Assert.Equal(0, size);
    }

    [Fact]
    public void Parse_DamagedAnywhere_IsCorrupt()
    {
        var store = new TombstoneStore();
        store.Add(17, new Interval(-1000, 70_000));
        store.Add(300, new Interval(long.MinValue, long.MaxValue));
        var whole = TombstoneFile.Format(store);
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<CorruptionException>(() => TombstoneFile.Parse(damaged));
        }

        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<CorruptionException>(() => TombstoneFile.Parse(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void TruncateBefore_Time_ForgetsWhatEndedBefore()
    {
        var store = new TombstoneStore();
        store.Add(1, new Interval(0, 9));
        store.Add(2, new Interval(0, 9));
        store.Add(2, new Interval(20, 29));
        store.TruncateBefore(10);
        Assert.Equal([(2UL, 1)], store.ToArray().Select(static entry => (entry.Series, entry.Intervals.Count)));
        Assert.Equal(1, store.Total);
    }
}
