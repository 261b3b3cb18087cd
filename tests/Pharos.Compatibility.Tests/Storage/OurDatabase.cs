using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>Our store as the tests use it: it does nothing by itself, and keeps everything.</summary>
internal static class OurDatabase
{
    public static DatabaseOptions Options { get; } = new()
    {
        MaintenanceInterval = TimeSpan.Zero,
        Retention = static () => default,
        MaxBlockDuration = TimeSpan.FromHours(18),
    };

    public static DatabaseOptions AcceptingLate { get; } = Options with { OutOfOrderWindow = TimeSpan.FromDays(1) };

    /// <summary>Commits round by round; all is accepted.</summary>
    public static void Write(this Database database, IEnumerable<StoredSample[]> rounds)
    {
        var references = new Dictionary<Labels, SeriesRef>();
        using var appender = database.NewAppender();
        foreach (var round in rounds)
        {
            foreach (var sample in round)
            {
                var result = sample.AppendTo(appender, references.GetValueOrDefault(sample.Series));
                Assert.Equal(AppendOutcome.Accepted, result.Outcome);
                references[sample.Series] = result.Series;
            }

            appender.Commit();
        }
    }

    /// <summary>All that a directory holds. It is opened by us for that, and closed again.</summary>
    public static StoredSamples Read(string directory, DatabaseOptions? options = null)
    {
        using var database = Database.Open(directory, options ?? Options);
        return StoredSamples.Of(database);
    }

    /// <summary>The files of a directory as a crash would leave them now.</summary>
    public static string Copy(string directory, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var folder in Directory.GetDirectories(directory, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(target, Path.GetRelativePath(directory, folder)));
        }

        foreach (var file in Directory.GetFiles(directory, "*", SearchOption.AllDirectories))
        {
            // The lock cannot be read while the directory is open.
            var name = Path.GetRelativePath(directory, file);
            if (name != "lock")
            {
                CopyFile(file, Path.Combine(target, name));
            }
        }

        return target;
    }

    /// <summary>Leaves the zeros out: files are made longer than what is in them.</summary>
    private static void CopyFile(string file, string target)
    {
        using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 20];
        int read;
        while ((read = source.Read(buffer)) > 0)
        {
            if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                copy.Position = source.Position - read;
                copy.Write(buffer, 0, read);
            }
        }

        copy.SetLength(source.Length);
    }
}
