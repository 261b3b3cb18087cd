using Pharos.Storage;
using Pharos.Tsdb.Agent;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Agent;

/// <summary>The store of an agent opens whatever a crash or a bad disk has left.</summary>
public sealed class AgentOpeningTests
{
    [Fact]
    public void Open_DirectoryInUse_SaysSo()
    {
        using var fixture = new AgentFixture();
        Assert.Equal(1, fixture.Metric("prometheus_agent_clean_start"));
        var exception = Assert.Throws<IOException>(() => AgentStore.Open(fixture.Directory));
        Assert.Contains("another process uses this data directory", exception.Message, StringComparison.Ordinal);
        fixture.Store.Dispose();
        Assert.False(File.Exists(Path.Combine(fixture.Directory, "lock")));
    }

    [Fact]
    public void Open_TornRecord_IsCutOffAndTheRestIsThere()
    {
        using var fixture = new AgentFixture();
        for (var i = 1; i <= 100; i++)
        {
            fixture.Append($"s{i}", 1_000);
        }

        fixture.Store.Dispose();
        var segment = WalSegments.List(fixture.Store.WalDirectory)[^1].Path;
        using (var file = new FileStream(segment, FileMode.Open))
        {
            file.SetLength(2_000);
        }

        fixture.Open();
        Assert.Equal(["The write-ahead log ends within a record, which is dropped"], fixture.Log.Complaints);
        Assert.Equal(1, fixture.Metric("prometheus_agent_corruptions_total"));
        Assert.InRange(fixture.Store.SeriesInMemory, 10, 99);
        Assert.Equal(AppendOutcome.Accepted, fixture.Append("s100", 1_000));
        fixture.Reopen();
        Assert.Empty(fixture.Log.Complaints);
    }

    [Fact]
    public void Open_BrokenCheckpoint_IsReadUpToThere()
    {
        using var fixture = new AgentFixture();
        fixture.FillSegments(8, "busy", 1_000);
        fixture.TruncateBefore(500);
        fixture.Store.Dispose();
        var file = WalSegments.List(CheckpointDirectories.Last(fixture.Store.WalDirectory)!.Value.Path)[0].Path;
        var bytes = File.ReadAllBytes(file);
        bytes[5_000] ^= 1;
        File.WriteAllBytes(file, bytes);
        fixture.Open();
        Assert.Equal(["The checkpoint is broken, what follows in it is dropped"], fixture.Log.Complaints);
        Assert.Equal(1, fixture.Store.SeriesInMemory);
    }

    [Fact]
    public void Open_MutatedLog_NeverFails()
    {
        using var fixture = new AgentFixture();
        fixture.FillSegments(2, "busy", 1_000);
        fixture.Store.Dispose();
        var random = new Random(5);
        var segment = WalSegments.List(fixture.Store.WalDirectory)[0].Path;
        var bytes = File.ReadAllBytes(segment);
        for (var i = 0; i < 60; i++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var k = random.Next(1, 5); k > 0; k--)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            }

            File.WriteAllBytes(segment, damaged);
            fixture.Open();
            Assert.Equal(AppendOutcome.Accepted, fixture.Append("new", 1));
            fixture.Store.Dispose();
            foreach (var later in WalSegments.List(fixture.Store.WalDirectory).Skip(1))
            {
                File.Delete(later.Path);
            }
        }

        File.WriteAllBytes(segment, bytes);
        fixture.Open();
    }

    [Fact]
    public void Truncate_Disposed_SaysSo()
    {
        using var fixture = new AgentFixture();
        fixture.Store.Dispose();
        Assert.Throws<ObjectDisposedException>(fixture.Store.Truncate);
        fixture.Store.Dispose();
    }
}
