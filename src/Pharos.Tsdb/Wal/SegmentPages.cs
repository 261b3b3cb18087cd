using Microsoft.Win32.SafeHandles;

namespace Pharos.Tsdb.Wal;

/// <summary>Reads a segment page by page, many pages at a time. Used again for segment after segment; not safe for concurrent use.</summary>
internal sealed class SegmentPages : IDisposable
{
    /// <summary>Large enough that calls to the system do not count, small enough to stay in the processor's cache.</summary>
    private const int BufferBytes = 16 * WalFormat.PageBytes;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private SafeFileHandle? _handle;
    private long _bufferOffset;
    private int _bufferLength;

    /// <summary>Opens a segment in place of the one before.</summary>
    public void Open(string path)
    {
        _handle?.Dispose();
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        _bufferOffset = 0;
        _bufferLength = 0;
    }

    /// <summary>
    /// What there is of the page at an offset: shorter than a page where the segment ends in it, empty where it ends before. Valid until
    /// the next call.
    /// </summary>
    public ReadOnlyMemory<byte> PageAt(long offset)
    {
        if (offset < _bufferOffset || offset >= _bufferOffset + _bufferLength)
        {
            Fill(offset);
        }

        var start = (int)(offset - _bufferOffset);
        return _buffer.AsMemory(start, Math.Min(WalFormat.PageBytes, _bufferLength - start));
    }

    /// <summary>Forgets what was read, so that the next page is as it is then.</summary>
    public void Refresh() => _bufferLength = 0;

    public void Dispose() => _handle?.Dispose();

    private void Fill(long offset)
    {
        _bufferOffset = offset;
        _bufferLength = 0;
        int read;
        do
        {
            read = RandomAccess.Read(_handle!, _buffer.AsSpan(_bufferLength), offset + _bufferLength);
            _bufferLength += read;
        }
        while (read > 0 && _bufferLength < _buffer.Length);
    }
}
