namespace Pharos.Scrape.Fetching;

/// <summary>
/// Passes on what it reads and remembers a little of it, to tell afterwards what was wrong with a compressed body: whether it ended, and how it began.
/// Does not own the stream below.
/// </summary>
internal sealed class WatchedStream(Stream inner) : Stream
{
    private long _length;
    private ushort _start;

    /// <summary>Whether the stream below has no more.</summary>
    public bool HasEnded { get; private set; }

    public bool IsEmpty => HasEnded && _length == 0;

    public bool StartsLikeGzip => _length >= 2 && _start == 0x1F8B;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Note(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Note(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Note(ReadOnlySpan<byte> read)
    {
        HasEnded |= read.IsEmpty;
        for (var i = 0; i < read.Length && _length + i < 2; i++)
        {
            _start = (ushort)((_start << 8) | read[i]);
        }

        _length += read.Length;
    }
}
