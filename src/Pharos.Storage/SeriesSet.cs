using Pharos.Model;

namespace Pharos.Storage;

/// <summary>
/// Series one after the other: <c>while (set.MoveNext()) { … set.Labels … set.Samples(cursor) … }</c>. Labels and samples are valid until
/// the next move. Not safe for concurrent use. Dispose it when done, before its querier.
/// </summary>
public abstract class SeriesSet : IDisposable
{
    /// <summary>What the reader should tell the user about the answer, complete after the last move.</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    public abstract LabelsView Labels { get; }

    public abstract bool MoveNext();

    /// <summary>The samples of the current series, in the order of time.</summary>
    /// <param name="reuse">A cursor that this set gave before and that is no longer used; its memory is taken again.</param>
    public abstract SampleCursor Samples(SampleCursor? reuse = null);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
