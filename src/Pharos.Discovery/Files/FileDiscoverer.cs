using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;

namespace Pharos.Discovery.Files;

/// <summary>
/// Reads all files when it starts, when something changes in their directories, and at an interval. A file that cannot be read keeps the
/// groups it had, one that is gone loses them.
/// </summary>
internal sealed class FileDiscoverer(FileDiscoveryOptions options, DiscoveryServices services) : IDiscoverer
{
    /// <summary>Writing a file makes many events. The first of them may find half of it.</summary>
    internal static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);

    /// <summary>Far beyond any list that is of use; it keeps a file that grows from taking all memory.</summary>
    private const int MostBytes = 512 << 20;

    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(49);

    private readonly FileMetrics _metrics = services.Metrics.Of(static registry => new FileMetrics(registry));

    /// <summary>How many groups each file had when it could be read last.</summary>
    private Dictionary<string, int> _files = new(StringComparer.Ordinal);

    public async Task RunAsync(ITargetSink sink, CancellationToken stop)
    {
        using var changes = new DirectoryChanges(options.Files, services.Log, _metrics);
        try
        {
            while (true)
            {
                // Watched first: what changes while the files are read is noticed then.
                changes.Watch();
                Read(sink);
                if (await changes.WaitAsync(options.RefreshInterval < LongestInterval ? options.RefreshInterval : LongestInterval, services.Time, stop))
                {
                    await Task.Delay(Settling, services.Time, stop);
                    changes.Forget();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            foreach (var file in _files.Keys)
            {
                _metrics.Left(file);
            }

            _files.Clear();
        }
    }

    private void Read(ITargetSink sink)
    {
        var start = services.Time.GetTimestamp();
        var update = new List<TargetGroup>();
        var files = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in options.Files.SelectMany(FilePattern.Expand))
        {
            if (files.ContainsKey(path))
            {
                continue;
            }

            var had = _files.TryGetValue(path, out var before);
            if (TryRead(path, isFirst: !had) is { } groups)
            {
                update.AddRange(groups);
                files.Add(path, groups.Count);
            }
            else if (had)
            {
                files.Add(path, before);
            }
        }

        foreach (var (path, count) in _files)
        {
            var remaining = files.GetValueOrDefault(path);
            update.AddRange(Enumerable.Range(remaining, Math.Max(0, count - remaining)).Select(i => TargetGroup.Gone($"{path}:{i}")));
            if (!files.ContainsKey(path))
            {
                _metrics.Left(path);
            }
        }

        _files = files;
        sink.Update(update);
        _metrics.ScanSeconds.Observe(services.Time.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Null if the file cannot be read, which is logged and counted.</summary>
    private IReadOnlyList<TargetGroup>? TryRead(string path, bool isFirst)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MostBytes)
            {
                throw new TargetListException($"the file has more than {MostBytes} bytes");
            }

            var content = new byte[file.Length];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(file.SafeFileHandle));
            var groups = TargetFile.Read(path, content.AsMemory(0, length));
            _metrics.Read(path, modified, isFirst);
            return groups;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or TargetListException)
        {
            _metrics.ReadErrors.Increment();
            services.Log.Error("Error reading file", [("path", path), ("err", error.Message)]);
            return null;
        }
    }
}
