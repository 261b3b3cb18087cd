using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>A new file that is written from its start to its end, through a buffer. Not safe for concurrent use.</summary>
internal sealed class SequentialFile : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly long _most;
    private readonly SafeFileHandle _handle;
    private byte[] _buffer;
    private int _buffered;
    private long _written;

    /// <param name="most">The length that it must not exceed.</param>
    public SequentialFile(string path, long most)
    {
        Path = path;
        _most = most;
        _handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    }

    public string Path { get; }

    /// <summary>Where the next byte goes.</summary>
    public long Position => _written + _buffered;

    public SafeFileHandle Handle => _handle;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _most - Position)
        {
            throw new IOException($"{Path}: would have more than {_most} bytes, which is the most that the format allows");
        }

        if (bytes.Length > _buffer.Length - _buffered)
        {
            Flush();
            if (bytes.Length > _buffer.Length)
            {
                RandomAccess.Write(_handle, bytes, _written);
                _written += bytes.Length;
                return;
            }
        }

        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    /// <summary>Fills with zeros up to a multiple.</summary>
    public void Align(int alignment)
    {
        Span<byte> zeros = stackalloc byte[alignment];
        zeros.Clear();
        Write(zeros[..(int)((alignment - Position % alignment) % alignment)]);
    }

    /// <summary>Writes over what was written before.</summary>
    public void Patch(long offset, ReadOnlySpan<byte> bytes)
    {
        Flush();
        RandomAccess.Write(_handle, bytes, offset);
    }

    /// <summary>Hands everything to the operating system, so that maps of the file show it.</summary>
    public void Flush()
    {
        RandomAccess.Write(_handle, _buffer.AsSpan(0, _buffered), _written);
        _written += _buffered;
        _buffered = 0;
    }

    /// <summary>Returns when all of it is on the disk.</summary>
    public void FlushToDisk()
    {
        Flush();
        RandomAccess.FlushToDisk(_handle);
    }

    /// <summary>Does not write what is still in the buffer.</summary>
    public void Dispose()
    {
        _handle.Dispose();
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
