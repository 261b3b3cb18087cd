using System.Runtime.InteropServices;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// Numbers outside the collected heap, given back to the system at once when disposed. Not initialised. Not safe for concurrent use.
/// </summary>
internal sealed unsafe class ScratchArray : IDisposable
{
    private uint* _start;
    private readonly int _length;

    public ScratchArray(int length)
    {
        _start = (uint*)NativeMemory.Alloc((nuint)Math.Max(length, 1), sizeof(uint));
        _length = length;
    }

    public Span<uint> Span => new(_start, _start is null ? 0 : _length);

    public void Dispose()
    {
        NativeMemory.Free(_start);
        _start = null;
    }
}
