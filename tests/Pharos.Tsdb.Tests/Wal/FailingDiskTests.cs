using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Testing;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Wal;

/// <summary>What was acknowledged before and after a failure is there, and what was not acknowledged does not stand in the way.</summary>
public sealed class FailingDiskTests
{
    private static readonly WalOptions Options = new() { Compression = WalCompression.None, SegmentBytes = 4 * WalFormat.PageBytes };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Log_DiskGetsFullAtAnyByte_KeepsAllThatWasAcknowledged(bool failsToCut)
    {
        int[] lengths = [10, 40_000, 3, 70_000, 32_754, 0, 90_000, 20];
        for (var room = 0; room < 260_000; room += room < 200 ? 1 : 3_001)
        {
            using var folder = new TemporaryFolder();
            var disk = new FailingDisk { Room = room, FailsToCut = failsToCut };
            var acknowledged = new List<byte[]>();
            using (var writer = New(folder, disk))
            {
                for (var i = 0; i < lengths.Length; i++)
                {
                    LogIfPossible(writer, WrittenLog.Record(lengths[i], i), acknowledged);
                }

                disk.Room = long.MaxValue;
                for (var i = 0; i < lengths.Length; i++)
                {
                    LogIfPossible(writer, WrittenLog.Record(lengths[i], 100 + i), acknowledged);
                }

                Assert.True(acknowledged.Count >= lengths.Length || failsToCut, $"room {room}");
            }

            var (read, damage) = WrittenLog.Read(folder.Path);
            Assert.Null(damage);
            Assert.Equal(acknowledged, read, BytesComparer.Instance);
        }
    }

    [Fact]
    public void Log_Fails_SaysWhereAndWhy()
    {
        using var folder = new TemporaryFolder();
        var disk = new FailingDisk { Room = 20 };
        using var writer = New(folder, disk);
        writer.Log(new byte[10]);
        var exception = Assert.Throws<IOException>(() => writer.Log(new byte[10]));
        Assert.Equal($"log 17 bytes to {WalSegments.PathOf(folder.Path, 0)} at offset 17: No space left on device", exception.Message);
        Assert.Equal(17, new FileInfo(WalSegments.PathOf(folder.Path, 0)).Length);
    }

    [Fact]
    public void Log_TornEndCanBeNeitherCutNorBlanked_LogsNothingUntilItCan()
    {
        using var folder = new TemporaryFolder();
        var disk = new FailingDisk { Room = 20, FailsToCut = true };
        using (var writer = New(folder, disk))
        {
            writer.Log([1]);
            Assert.Throws<IOException>(() => writer.Log(new byte[40]));
            var exception = Assert.Throws<IOException>(() => writer.Log([2]));
            Assert.Contains("nothing can be logged", exception.Message, StringComparison.Ordinal);
            Assert.Throws<IOException>(() => writer.NextSegment());

            disk.FailsToCut = false;
            disk.Room = long.MaxValue;
            writer.Log([3]);
        }

        Assert.Equal([[1], [3]], WrittenLog.Read(folder.Path).Records);
    }

    [Fact]
    public void Log_NextSegmentCannotBeCreated_GoesOnWhenItCan()
    {
        using var folder = new TemporaryFolder();
        var disk = new FailingDisk();
        var acknowledged = new List<byte[]>();
        using (var writer = New(folder, disk))
        {
            LogIfPossible(writer, WrittenLog.Record(100_000, 1), acknowledged);
            disk.FailsToCreate = true;
            LogIfPossible(writer, WrittenLog.Record(60_000, 2), acknowledged);
            Assert.Single(acknowledged);
            disk.FailsToCreate = false;
            LogIfPossible(writer, WrittenLog.Record(60_000, 3), acknowledged);
            Assert.Equal(2, acknowledged.Count);
            Assert.Equal(1, writer.LastSegment);
        }

        Assert.Equal(acknowledged, WrittenLog.Read(folder.Path).Records, BytesComparer.Instance);
    }

    [Fact]
    public void NextSegment_OldOneCannotBeSynced_IsCounted()
    {
        using var folder = new TemporaryFolder();
        var disk = new FailingDisk { FailsToSync = true };
        using var writer = New(folder, disk);
        writer.Log([1]);
        writer.NextSegment();
        Assert.Throws<IOException>(() => writer.Sync());
        Assert.Equal(1, writer.SyncFailures);
        disk.FailsToSync = false;
        writer.Sync();
    }

    private static WalWriter New(TemporaryFolder folder, FailingDisk disk) => new(folder.Path, Options, disk, null, NullLogger.Instance);

    private static void LogIfPossible(WalWriter writer, byte[] record, List<byte[]> acknowledged)
    {
        try
        {
            writer.Log(record);
            acknowledged.Add(record);
        }
        catch (IOException)
        {
            // Not acknowledged: it must not be there.
        }
    }
}
