using Pharos.Testing;
using Pharos.Tsdb.Agent;

namespace Pharos.Tsdb.Tests.Disks;

/// <summary>A directory that cannot be written to is not opened, but it can be read.</summary>
public sealed class ReadOnlyDiskTests
{
    private static readonly DatabaseOptions Options = new()
    {
        MaintenanceInterval = TimeSpan.Zero,
        Retention = static () => default,
    };

    [Fact]
    public void Open_ReadOnlyDisk_SaysSoAndItCanBeReadBeside()
    {
        var samples = new AcknowledgedSamples();
        using var disk = SmallDisk.Create(mebibytes: 16);
        using (var database = Database.Open(disk.Data, Options))
        {
            samples.Append(database, 500);
            database.Maintain(TestContext.Current.CancellationToken);
            samples.Append(database, 200);
        }

        disk.MakeReadOnly();
        AssertSaysSo(Assert.ThrowsAny<IOException>(() => Database.Open(disk.Data, Options)), disk);
        AssertSaysSo(Assert.ThrowsAny<IOException>(() => Database.Open(disk.Data, Options with { UseLock = false })), disk);
        using var sandbox = new TemporaryFolder();
        using var reader = Database.OpenReadOnly(disk.Data, sandbox.Path);
        Assert.NotEmpty(reader.Blocks);
        samples.AssertAllThere(reader);
    }

    [Fact]
    public void OpenAgent_ReadOnlyDisk_SaysSo()
    {
        using var disk = SmallDisk.Create(mebibytes: 4);
        using (var store = AgentStore.Open(disk.Data))
        {
            new AcknowledgedSamples().Append(store, 3);
        }

        disk.MakeReadOnly();
        AssertSaysSo(Assert.ThrowsAny<IOException>(() => AgentStore.Open(disk.Data)), disk);
        AssertSaysSo(Assert.ThrowsAny<IOException>(() => AgentStore.Open(disk.Data, new AgentOptions { UseLock = false })), disk);
    }

    private static void AssertSaysSo(IOException exception, SmallDisk disk)
    {
        Assert.Contains("Read-only file system", exception.Message, StringComparison.Ordinal);
        Assert.Contains(disk.Data, exception.Message, StringComparison.Ordinal);
    }
}
