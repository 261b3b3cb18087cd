using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;

namespace Pharos.Discovery.Files;

/// <summary>Waits for changes in the directories that patterns lie in. What cannot be watched is logged, and tried again each time.</summary>
internal sealed class DirectoryChanges : IDisposable
{
    private readonly ILogger _log;
    private readonly FileMetrics _metrics;
    private readonly Dictionary<string, DirectoryWatch?> _watches;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public DirectoryChanges(IReadOnlyList<string> patterns, ILogger log, FileMetrics metrics)
    {
        (_log, _metrics) = (log, metrics);
        _watches = patterns.Select(static pattern => Path.GetDirectoryName(Path.GetFullPath(pattern)) ?? "/").Distinct(StringComparer.Ordinal)
            .ToDictionary(static directory => directory, static _ => (DirectoryWatch?)null, StringComparer.Ordinal);
    }

    /// <summary>Watches what is not watched yet, or not any more: a directory may have been replaced.</summary>
    public void Watch()
    {
        foreach (var (directory, watch) in _watches)
        {
            if (watch is { IsCurrent: true })
            {
                continue;
            }

            watch?.Dispose();
            _watches[directory] = TryWatch(directory);
        }
    }

    /// <summary>Whether there was a change before the time was over.</summary>
    public async Task<bool> WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return await _changes.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The changes so far are about to be looked at.</summary>
    public void Forget() => _changes.Reader.TryRead(out _);

    public void Dispose()
    {
        foreach (var watch in _watches.Values)
        {
            watch?.Dispose();
        }
    }

    private DirectoryWatch? TryWatch(string directory)
    {
        try
        {
            return new DirectoryWatch(directory, () => _changes.Writer.TryWrite(true), OnError);
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            OnError(directory, error.Message);
            return null;
        }
    }

    private void OnError(string directory, string reason)
    {
        _metrics.WatcherErrors.Increment();
        _log.Error("Error adding file watch", [("path", directory), ("err", reason)]);
    }
}
