using System.Runtime.InteropServices;

namespace Pharos.Tsdb.Memory;

/// <summary>
/// Memory from the system in pieces of one size, aligned to it. What comes back is given back to the system at once, which the C library's
/// allocator does not do; only the addresses are kept for the next. Not safe for concurrent use.
/// </summary>
/// <remarks>Where the system's calls are not to be had, that is not on Linux, the C library's allocator serves.</remarks>
internal sealed unsafe partial class NativePages(int pieceBytes) : IDisposable
{
    private const int RegionPieces = 256;
    private const int ReadWrite = 1 | 2;
    private const int PrivateAnonymous = 0x02 | 0x20;
    private const int DontNeed = 4;

    private readonly List<nint> _regions = [];
    private readonly Stack<nint> _free = [];
    private byte* _next;
    private byte* _end;

    private static bool HasSystemCalls => OperatingSystem.IsLinux();

    private nint RegionBytes => (nint)RegionPieces * pieceBytes;

    /// <summary>A piece of zeros.</summary>
    public byte* Take()
    {
        if (!HasSystemCalls)
        {
            var piece = NativeMemory.AlignedAlloc((nuint)pieceBytes, (nuint)pieceBytes);
            NativeMemory.Clear(piece, (nuint)pieceBytes);
            return (byte*)piece;
        }

        if (_free.TryPop(out var free))
        {
            return (byte*)free;
        }

        if (_next == _end)
        {
            NewRegion();
        }

        var fresh = _next;
        _next += pieceBytes;
        return fresh;
    }

    public void Return(byte* piece)
    {
        if (!HasSystemCalls)
        {
            NativeMemory.AlignedFree(piece);
            return;
        }

        // Should the call fail, which it has no reason to, the memory only stays where it is.
        _ = Advise(piece, pieceBytes, DontNeed);
        _free.Push((nint)piece);
    }

    /// <summary>Gives all regions back. Without the system's calls the pieces are their owner's to return.</summary>
    public void Dispose()
    {
        foreach (var region in _regions)
        {
            _ = Unmap((byte*)region, RegionBytes + pieceBytes);
        }

        _regions.Clear();
        _free.Clear();
        _next = _end = null;
    }

    private void NewRegion()
    {
        // One piece more than needed leaves room for the alignment; untouched memory costs nothing.
        var region = Map(null, RegionBytes + pieceBytes, ReadWrite, PrivateAnonymous, -1, 0);
        if ((nint)region == -1)
        {
            throw new IOException($"mmap: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        _regions.Add((nint)region);
        _next = (byte*)(((nint)region + pieceBytes - 1) & ~((nint)pieceBytes - 1));
        _end = _next + RegionBytes;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* Map(byte* address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(byte* address, nint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* address, nint length, int advice);
}
