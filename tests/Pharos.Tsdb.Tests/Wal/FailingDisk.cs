using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Wal;

/// <summary>
/// Segment files on disk whose operations fail when told to. A write that fails has written a part, as on a disk that gets full.
/// </summary>
internal sealed class FailingDisk : ISegmentFiles
{
    /// <summary>How many bytes may still be written.</summary>
    public long Room { get; set; } = long.MaxValue;

    public bool FailsToCut { get; set; }

    public bool FailsToCreate { get; set; }

    public bool FailsToSync { get; set; }

    public ISegmentFile Create(string path) =>
        FailsToCreate ? throw new IOException("no space for a file") : new FailingFile(this, DiskSegmentFile.Files.Create(path));

    private sealed class FailingFile(FailingDisk disk, ISegmentFile file) : ISegmentFile
    {
        public long Length => file.Length;

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            // What overwrites takes no room.
            var overwritten = Math.Clamp(file.Length - offset, 0, bytes.Length);
            var written = (int)Math.Min(bytes.Length, overwritten + disk.Room);
            file.Write(bytes[..written], offset);
            disk.Room -= written - overwritten;
            if (written < bytes.Length)
            {
                throw new IOException("No space left on device");
            }
        }

        public void SetLength(long length)
        {
            if (disk.FailsToCut)
            {
                throw new IOException("cannot be cut");
            }

            var freed = file.Length - length;
            file.SetLength(length);
            if (freed > 0 && disk.Room < long.MaxValue)
            {
                disk.Room += freed;
            }
        }

        public void Sync()
        {
            if (disk.FailsToSync)
            {
                throw new IOException("cannot be synced");
            }

            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
