using Microsoft.Win32.SafeHandles;
using Pharos.Foundation.Memory;

namespace Pharos.Tsdb.Head.Chunks;

/// <summary>One file of <c>chunks_head</c>, mapped for reading; the newest one is also written to.</summary>
internal sealed class HeadChunkFile(int number, string path, MappedBytes bytes) : IDisposable
{
    public int Number { get; } = number;

    public string Path { get; } = path;

    public MappedBytes Bytes { get; } = bytes;

    /// <summary>How much of it is written; a map of more than that must not be read beyond.</summary>
    public int Length { get; set; }

    /// <summary>Whether it is somebody else's, who may go on writing to it: it is neither cut nor deleted.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Open while chunks are added.</summary>
    public SafeFileHandle? Writer { get; set; }

    public void Dispose()
    {
        Writer?.Dispose();
        Bytes.Dispose();
    }
}
