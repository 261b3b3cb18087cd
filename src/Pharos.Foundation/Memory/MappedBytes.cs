using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pharos.Foundation.Memory;

/// <summary>
/// Bytes outside the collected heap that are only read: a mapped file, of more than 2 GiB too, or a copy in memory. Safe for concurrent
/// use. Spans are valid until <see cref="Dispose"/>, which whoever shares it has to hold back until the last reader is done: reading
/// a span after that ends the process.
/// </summary>
/// <remarks>
/// The file may be deleted or renamed while it is mapped. It must not be made shorter: reading what is gone ends the process too.
/// </remarks>
public sealed unsafe class MappedBytes : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private byte* _start;
    private long _length;

    private MappedBytes(string? path, byte* start, long length, MemoryMappedFile? file = null, MemoryMappedViewAccessor? view = null)
    {
        Path = path;
        _start = start;
        _length = length;
        _file = file;
        _view = view;
    }

    /// <summary>The file that is mapped; null for a copy.</summary>
    public string? Path { get; }

    /// <summary>0 after <see cref="Dispose"/>.</summary>
    public long Length => _length;

    /// <summary>Maps a file as long as it is now.</summary>
    public static MappedBytes Open(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Map(handle, RandomAccess.GetLength(handle), path);
    }

    /// <summary>
    /// Maps the first <paramref name="length"/> bytes of a file that is open, and possibly still written to: what is written into that
    /// range, by this process or another, is seen at once. The handle may be closed afterwards.
    /// </summary>
    public static MappedBytes Map(SafeFileHandle handle, long length, string? path = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var actual = RandomAccess.GetLength(handle);
        if (length > actual)
        {
            throw new IOException($"{path}: cannot map {length} bytes of a file that has {actual}");
        }

        if (length == 0)
        {
            return new MappedBytes(path, null, 0);
        }

        var file = MemoryMappedFile.CreateFromFile(
            handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        MemoryMappedViewAccessor? view = null;
        try
        {
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            return new MappedBytes(path, start + view.PointerOffset, length, file, view);
        }
        catch
        {
            view?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Copies bytes, for readers of mapped files that are to read something smaller.</summary>
    public static MappedBytes CopyOf(ReadOnlySpan<byte> bytes)
    {
        var start = (byte*)NativeMemory.Alloc((nuint)Math.Max(bytes.Length, 1));
        bytes.CopyTo(new Span<byte>(start, bytes.Length));
        return new MappedBytes(null, start, bytes.Length);
    }

    /// <exception cref="ArgumentOutOfRangeException">It is not wholly within the length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        if (length < 0 || (ulong)offset > (ulong)_length || length > _length - offset)
        {
            ThrowOutside(offset, length);
        }

        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <summary>As many as there are from the offset on, but no more than <paramref name="most"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> From(long offset, int most = int.MaxValue) => Slice(offset, (int)Math.Min(_length - offset, most));

    public void Dispose()
    {
        var start = _start;
        _start = null;
        _length = 0;
        if (start is null)
        {
            return;
        }

        if (_view is null)
        {
            NativeMemory.Free(start);
            return;
        }

        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file!.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowOutside(long offset, int length) =>
        throw new ArgumentOutOfRangeException(nameof(offset), $"{Path}: {length} bytes at offset {offset} are not within {_length}");
}
