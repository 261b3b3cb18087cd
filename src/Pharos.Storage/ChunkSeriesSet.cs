using Pharos.Model;
using Pharos.Storage.Chunks;

namespace Pharos.Storage;

/// <summary>As <see cref="SeriesSet"/>, giving each series' chunks, which may overlap in time.</summary>
public abstract class ChunkSeriesSet : IDisposable
{
    public virtual IReadOnlyList<string> Warnings => [];

    public abstract LabelsView Labels { get; }

    /// <summary>The chunk that <see cref="MoveNextChunk"/> went to; its bytes are valid until the next move of any kind.</summary>
    public abstract ChunkView Chunk { get; }

    public abstract bool MoveNext();

    /// <summary>Goes to the next chunk of the current series, in the order of their first times.</summary>
    public abstract bool MoveNextChunk();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
