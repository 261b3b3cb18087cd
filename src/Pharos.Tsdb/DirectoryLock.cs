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

    private DirectoryLock(string path, FileStream file, bool isTakenOver)
    {
        _path = path;
        _file = file;
        IsTakenOver = isTakenOver;
    }

    /// <summary>Whether the file was there: who made it did not end properly.</summary>
    public bool IsTakenOver { get; }

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

    public void Dispose()
    {
        File.Delete(_path);
        _file.Dispose();
    }
}
