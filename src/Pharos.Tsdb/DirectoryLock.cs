using Pharos.Foundation.Logging;

namespace Pharos.Tsdb;

/// <summary>
/// Keeps a second process from writing to a data directory, by a lock on its file <c>lock</c> that ends with the process. Prometheus takes the
/// same one.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string FileName = "lock";

    /// <summary>The system's number for that error.</summary>
    private const int ReadOnlyFileSystem = 30;

    private readonly string _path;
    private readonly FileStream _file;

    /// <summary>Whether the file was there: who made it did not end properly.</summary>
    private readonly bool _isTakenOver;

    private DirectoryLock(string path, FileStream file, bool isTakenOver)
    {
        _path = path;
        _file = file;
        _isTakenOver = isTakenOver;
    }

    /// <summary>Throws <see cref="IOException"/> if another process has it.</summary>
    public static DirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, FileName);
        var existed = File.Exists(path);
        try
        {
            return new DirectoryLock(path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0), existed);
        }
        catch (IOException exception) when (existed && exception.HResult != ReadOnlyFileSystem)
        {
            throw new IOException($"{path}: another process uses this data directory", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"{path}: this process may not write to the data directory", exception);
        }
    }

    /// <summary>Says in the log and as a metric how the directory was found.</summary>
    /// <param name="held">Null if the directory is used without a lock.</param>
    public static void Report(DirectoryLock? held, DatabaseServices services, string metricName)
    {
        if (held is { _isTakenOver: true })
        {
            services.Log.Warn("A lockfile from a previous execution already existed. It was replaced", [("file", held._path)]);
        }

        services.Metrics?.Gauge(
            metricName, "-1: lockfile is disabled. 0: a lockfile from a previous execution was replaced. 1: lockfile creation was clean")
            .Set(held is null ? -1 : held._isTakenOver ? 0 : 1);
    }

    public void Dispose()
    {
        File.Delete(_path);
        _file.Dispose();
    }
}
