using Pharos.Instrumentation;

namespace Pharos.Discovery.Files;

/// <summary>What all discoverers of files count together. Safe for concurrent use.</summary>
internal sealed class FileMetrics(MetricRegistry registry)
{
    private readonly GaugeFamily _times = registry.GaugeFamily(
        "prometheus_sd_file_mtime_seconds", "Timestamp (mtime) of files read by FileSD. Timestamp is set at read time.", "filename");

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _readers = new(StringComparer.Ordinal);

    public Counter ReadErrors { get; } = registry.Counter("prometheus_sd_file_read_errors_total", "The number of File-SD read errors.");

    public Counter WatcherErrors { get; } = registry.Counter(
        "prometheus_sd_file_watcher_errors_total", "The number of File-SD errors caused by filesystem watch failures.");

    public Summary ScanSeconds { get; } = registry.Summary(
        "prometheus_sd_file_scan_duration_seconds", "The duration of the File-SD scan in seconds.", new SummaryOptions { Quantiles = [0.5, 0.9, 0.99] });

    /// <param name="isFirst">Whether the discoverer has not read the file before.</param>
    public void Read(string file, DateTimeOffset modified, bool isFirst)
    {
        lock (_gate)
        {
            if (isFirst)
            {
                _readers[file] = _readers.GetValueOrDefault(file) + 1;
            }

            _times.WithLabels(file).Set(modified.ToUnixTimeSeconds());
        }
    }

    /// <summary>A discoverer no longer reads the file; with the last one its time goes.</summary>
    public void Left(string file)
    {
        lock (_gate)
        {
            if (--_readers[file] == 0)
            {
                _readers.Remove(file);
                _times.Remove(file);
            }
        }
    }
}
