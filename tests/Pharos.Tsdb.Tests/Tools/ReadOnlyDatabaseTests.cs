using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Tests.Head;

namespace Pharos.Tsdb.Tests.Tools;

public sealed class ReadOnlyDatabaseTests : IDisposable
{
    private const long Minute = 60_000;

    private static readonly DatabaseOptions Manual = new()
    {
        MaintenanceInterval = TimeSpan.Zero,
        Retention = static () => default,
        OutOfOrderWindow = TimeSpan.FromHours(1),
        OutOfOrderCapacity = 4,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _sandbox = new();

    private string Data => _folder.File("data");

    public void Dispose()
    {
        _folder.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void OpenReadOnly_BesideAServer_ReadsBlocksAndHeadAndChangesNothing()
    {
        using var database = Database.Open(Data, Manual);
        Fill(database, 0, 500);
        database.Maintain(TestContext.Current.CancellationToken);
        Fill(database, 500, 700);
        Late(database);
        Assert.NotEmpty(database.Blocks);

        // Read first: the database itself writes out chunks that are asked for.
        var expected = Read(database);
        var before = Snapshot();
        using (var readOnly = Database.OpenReadOnly(Data, _sandbox.Path))
        {
            Assert.Equal(database.Blocks.Select(static block => block.Ulid), readOnly.Blocks.Select(static block => block.Ulid));
            Assert.Equal(expected, Read(readOnly));
            Assert.Equal(before, Snapshot());
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_sandbox.Path));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void OpenReadOnly_LogAlone_CutsChunksInTheSandboxAndTakesThemAway()
    {
        using (var database = Database.Open(Data, Manual))
        {
            Fill(database, 0, 170);
        }

        Directory.Delete(Path.Combine(Data, "chunks_head"), recursive: true);
        var before = Snapshot();
        using (var readOnly = Database.OpenReadOnly(Data, _sandbox.Path))
        {
            Assert.Equal(170, Read(readOnly).Count);
            Assert.StartsWith("tmp_dbro_sandbox", Path.GetFileName(Assert.Single(Directory.GetDirectories(_sandbox.Path))), StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_sandbox.Path));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void OpenReadOnly_BrokenChunkFileAndTornLog_AreReadAroundAndLeftAsTheyAre()
    {
        using (var database = Database.Open(Data, Manual))
        {
            Fill(database, 0, 300);
        }

        var chunks = Directory.GetFiles(Path.Combine(Data, "chunks_head"))[0];
        using (var file = new FileStream(chunks, FileMode.Open))
        {
            file.Position = file.Length - 3;
            file.WriteByte(0xFF);
        }

        var segment = Directory.GetFiles(Path.Combine(Data, "wal")).Order(StringComparer.Ordinal).Last();
        var bytes = File.ReadAllBytes(segment);
        File.WriteAllBytes(segment, bytes[..(bytes.AsSpan().LastIndexOfAnyExcept((byte)0) - 2)]);

        var before = Snapshot();
        using (var readOnly = Database.OpenReadOnly(Data, _sandbox.Path))
        {
            Assert.Equal(299, Read(readOnly).Count);
        }

        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void NewQuerier_RangeOfBlocksOnly_DoesNotReadTheLog()
    {
        using (var database = Database.Open(Data, Manual with { OutOfOrderWindow = TimeSpan.Zero }))
        {
            Fill(database, 0, 500);
            database.Maintain(TestContext.Current.CancellationToken);
        }

        // Whoever reads the log would find that it is no folder.
        Directory.Delete(Path.Combine(Data, "wal"), recursive: true);
        Directory.Delete(Path.Combine(Data, "chunks_head"), recursive: true);
        using var readOnly = Database.OpenReadOnly(Data);
        using var querier = readOnly.NewQuerier(0, 10 * Minute);
        Assert.Equal(11, Assert.Single(HeadFixture.Read(querier, [])).Samples.Count);
        Assert.Empty(Directory.GetDirectories(Data, "tmp_dbro_sandbox*"));
    }

    [Fact]
    public void OpenReadOnly_BrokenBlock_NamesIt()
    {
        using (var database = Database.Open(Data, Manual))
        {
            Fill(database, 0, 500);
            database.Maintain(TestContext.Current.CancellationToken);
        }

        var block = Directory.GetDirectories(Data, "0*")[0];
        File.Delete(Path.Combine(block, "index"));
        var exception = Assert.Throws<CorruptionException>(() => Database.OpenReadOnly(Data));
        Assert.StartsWith($"corrupted block {Path.GetFileName(block)}: ", exception.Message, StringComparison.Ordinal);
    }

    private static void Fill(Database database, int fromMinute, int toMinute)
    {
        var labels = Labels.Of(("__name__", "up"));
        using var appender = database.NewAppender();
        for (var minute = fromMinute; minute < toMinute; minute++)
        {
            Assert.Equal(AppendOutcome.Accepted, appender.Append(default, labels.View, minute * Minute, minute).Outcome);
            appender.Commit();
        }
    }

    private static void Late(Database database)
    {
        var labels = Labels.Of(("__name__", "up"));
        using var appender = database.NewAppender();
        for (var minute = 650; minute < 690; minute++)
        {
            Assert.Equal(AppendOutcome.Accepted, appender.Append(default, labels.View, minute * Minute + 1, minute).Outcome);
            appender.Commit();
        }
    }

    private static List<(long TimestampMs, double Value)> Read(IQuerySource source)
    {
        using var querier = source.NewQuerier(0, long.MaxValue);
        return Assert.Single(HeadFixture.Read(querier, [])).Samples;
    }

    /// <summary>All files with their lengths and times of change.</summary>
    private List<(string Path, long Length, DateTime Changed)> Snapshot() =>
    [
        .. new DirectoryInfo(Data).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(static file => (file.FullName, file.Length, file.LastWriteTimeUtc)).OrderBy(static file => file.FullName, StringComparer.Ordinal),
    ];
}
