using FsCheck.Fluent;
using Pharos.Testing;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Wal;

public sealed class RoundTripTests
{
    public static TheoryData<WalCompression> Compressions => [WalCompression.None, WalCompression.Snappy, WalCompression.Zstd];

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Read_RecordsOfAnyLength_AreThoseLogged(WalCompression compression)
    {
        var lengths = Gen.OneOf(Gen.Choose(0, 40), Gen.Choose(0, 5_000), Gen.Choose(32_740, 32_780), Gen.Choose(0, 200 << 10));
        Property.Holds(
            lengths.ArrayOf(),
            all =>
            {
                using var folder = new TemporaryFolder();
                var records = all.Select(static (length, i) => WrittenLog.Record(length, i)).ToList();
                WrittenLog.Write(folder.Path, records, new WalOptions { Compression = compression, SegmentBytes = 128 << 10 });
                var (read, damage) = WrittenLog.Read(folder.Path);
                return damage is null && read.SequenceEqual(records, BytesComparer.Instance);
            },
            cases: 25);
    }

    [Fact]
    public void Read_EveryLengthAroundThePage_IsThatLogged()
    {
        using var folder = new TemporaryFolder();
        var records = new List<byte[]>();
        for (var length = WalFormat.PageBytes - 3 * WalFormat.HeaderBytes; length <= WalFormat.PageBytes + 3; length++)
        {
            records.Add(WrittenLog.Record(length, length));
            records.Add(WrittenLog.Record(length % 9, length));
        }

        WrittenLog.Write(folder.Path, records, new WalOptions { Compression = WalCompression.None });
        var (read, damage) = WrittenLog.Read(folder.Path);
        Assert.Null(damage);
        Assert.Equal(records, read, BytesComparer.Instance);
    }

    [Fact]
    public void Log_Batch_IsInOneSegment()
    {
        using var folder = new TemporaryFolder();
        var options = new WalOptions { Compression = WalCompression.None, SegmentBytes = 4 * WalFormat.PageBytes };
        using (var writer = new WalWriter(folder.Path, options))
        {
            var batch = new WalBatch();
            for (var i = 0; i < 3; i++)
            {
                batch.Buffer.Append(WrittenLog.Record(30_000, i));
                batch.EndRecord();
            }

            writer.Log(batch);
            writer.Log(batch);
            Assert.Equal(1, writer.LastSegment);
        }

        Assert.Equal(3, WrittenLog.Read(folder.Path, 0, 0).Records.Count);
        Assert.Equal(3, WrittenLog.Read(folder.Path, 1, 1).Records.Count);
        Assert.All(WalSegments.List(folder.Path), static segment => Assert.Equal(0, new FileInfo(segment.Path).Length % WalFormat.PageBytes));
    }

    [Fact]
    public void Log_BatchLongerThanASegment_GoesOverSegmentsRecordByRecord()
    {
        using var folder = new TemporaryFolder();
        var options = new WalOptions { Compression = WalCompression.None, SegmentBytes = 2 * WalFormat.PageBytes };
        var records = Enumerable.Range(0, 9).Select(static i => WrittenLog.Record(i * 20_000, i)).ToList();
        using (var writer = new WalWriter(folder.Path, options))
        {
            var batch = new WalBatch();
            foreach (var record in records.Skip(1))
            {
                batch.Buffer.Append(record);
                batch.EndRecord();
            }

            writer.Log([]);
            writer.Log(batch);
        }

        var (read, damage) = WrittenLog.Read(folder.Path);
        Assert.Null(damage);
        Assert.Equal(records, read, BytesComparer.Instance);
    }

    [Fact]
    public void New_SegmentsAreThere_BeginsBehindThem()
    {
        using var folder = new TemporaryFolder();
        WrittenLog.Write(folder.Path, [[1]], new WalOptions());
        File.WriteAllText(folder.File("not a segment"), "");
        using (var writer = new WalWriter(folder.Path))
        {
            Assert.Equal(new WalPosition(1, 0), writer.Position);
            Assert.Equal(2, writer.NextSegment());
            writer.Log([2]);
            Assert.Equal(new WalPosition(2, 8), writer.Position);
            Assert.Equal(WalFormat.PageBytes + 8, writer.SizeBytes());
            writer.Truncate(100);
            Assert.Equal([2], WalSegments.List(folder.Path).Select(static segment => segment.Index));
        }

        Assert.Equal([[2]], WrittenLog.Read(folder.Path).Records);
    }

    [Fact]
    public void Read_FromTheEndOfAnyRecord_GivesTheRest()
    {
        using var folder = new TemporaryFolder();
        var records = Enumerable.Range(0, 50).Select(static i => WrittenLog.Record(i * 700, i)).ToList();
        WrittenLog.Write(folder.Path, records, new WalOptions { Compression = WalCompression.None, SegmentBytes = 8 * WalFormat.PageBytes });
        var ends = new List<WalPosition>();
        using (var reader = new WalReader(folder.Path))
        {
            while (reader.MoveNext())
            {
                ends.Add(reader.RecordEnd);
            }
        }

        Assert.Equal(ends.Order(), ends);
        for (var i = 0; i < ends.Count; i++)
        {
            using var reader = new WalReader(folder.Path, ends[i]);
            for (var j = i + 1; j < records.Count; j++)
            {
                Assert.True(reader.MoveNext());
                Assert.Equal(records[j], reader.Record.ToArray());
            }

            Assert.False(reader.MoveNext());
        }
    }

    [Fact]
    public void List_SegmentIsMissing_IsDamage()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(WalSegments.PathOf(folder.Path, 3), []);
        File.WriteAllBytes(WalSegments.PathOf(folder.Path, 5), []);
        var exception = Assert.Throws<Storage.CorruptionException>(() => WalSegments.List(folder.Path));
        Assert.Contains("5 follows 3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoDirectory_IsEmpty() => Assert.Empty(WrittenLog.Read("/nonexistent/wal").Records);

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(WalFormat.PageBytes + 1)]
    public void New_SegmentsNotOfWholePages_Throws(int bytes)
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentException>(() => new WalWriter(folder.Path, new WalOptions { SegmentBytes = bytes }));
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void Log_SteadyState_AllocatesNothing(WalCompression compression)
    {
        using var folder = new TemporaryFolder();
        using var writer = new WalWriter(folder.Path, new WalOptions { Compression = compression });
        var batch = new WalBatch();
        for (var i = 0; i < 4; i++)
        {
            batch.Buffer.Append(WrittenLog.Record(5_000 * i + 100, i));
            batch.EndRecord();
        }

        for (var i = 0; i < 50; i++)
        {
            writer.Log(batch);
        }

        // The runtime itself may allocate now and then on behalf of the thread; what a record costs would show every time.
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                writer.Log(batch);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
