using Microsoft.Win32.SafeHandles;

namespace Pharos.Tsdb.Wal;

/// <summary>Segments on disk, written without a buffer of the process.</summary>
internal sealed class DiskSegmentFile : ISegmentFile
{
    private readonly SafeFileHandle _handle;

    private DiskSegmentFile(SafeFileHandle handle)
    {
        _handle = handle;
    }

    public static ISegmentFiles Files { get; } = new OnDisk();

    public long Length => RandomAccess.GetLength(_handle);

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(_handle, bytes, offset);

    public void SetLength(long length) => RandomAccess.SetLength(_handle, length);

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();

    private sealed class OnDisk : ISegmentFiles
    {
        // Sharing everything means taking no lock: readers follow a log while it is written, and truncation deletes files under them.
        public ISegmentFile Create(string path) => new DiskSegmentFile(
            File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
    }
}
