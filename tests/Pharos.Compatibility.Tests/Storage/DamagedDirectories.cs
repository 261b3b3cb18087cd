using Pharos.Testing;
using Pharos.Tsdb;
using Pharos.Tsdb.Wal;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>Two data directories with everything in them, as killed processes have left them: by us and by a real Prometheus.</summary>
public sealed class DamagedDirectories : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private int _copies;

    internal List<StoredSample[]> Rounds { get; } = LateRounds.Make(300);

    public async ValueTask InitializeAsync()
    {
        var options = OurDatabase.AcceptingLate with { WalCompression = WalCompression.None, WalSegmentBytes = 256 << 10 };
        using (var database = Database.Open(_folder.File("open"), options))
        {
            database.Write(Rounds.Take(400));
            database.Maintain(TestContext.Current.CancellationToken);
            database.Write(Rounds.Skip(400));
            OurDatabase.Copy(database.DirectoryPath, _folder.File("ours"));
        }

        if (Testing.Processes.Executables.Peer("prometheus") is not null)
        {
            await using var prometheus = await StorePeer.StartAsync(_folder.File("theirs"), acceptsLate: true, "--no-storage.tsdb.wal-compression");
            await prometheus.WriteAsync(Rounds.Take(400));
            await StorePeer.WaitForBlocksAsync(_folder.File("theirs"), 1);
            await prometheus.WriteAsync(Rounds.Skip(400));
            await prometheus.KillAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A copy to be damaged, of the directory of a writer.</summary>
    internal string Copy(string writer)
    {
        Assert.SkipWhen(!Directory.Exists(_folder.File(writer)), "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        return OurDatabase.Copy(_folder.File(writer), _folder.File($"copy-{Interlocked.Increment(ref _copies)}"));
    }
}
