namespace Pharos.Tsdb.Wal;

/// <summary>
/// A segment as it is written. Failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>; a write that fails
/// may have written a part. Used by one thread at a time.
/// </summary>
internal interface ISegmentFile : IDisposable
{
    long Length { get; }

    /// <summary>When it returns, the system has all the bytes: they outlive the process, not yet the machine.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts the file off, or continues it with zeros.</summary>
    void SetLength(long length);

    /// <summary>When it returns, all that was written outlives the machine.</summary>
    void Sync();
}

/// <summary>Makes the files of segments.</summary>
internal interface ISegmentFiles
{
    /// <summary>Fails if the file is there already.</summary>
    ISegmentFile Create(string path);
}
