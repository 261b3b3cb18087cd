namespace Pharos.Tsdb.Blocks;

/// <summary>
/// The names and values of labels that an index is going to need: ascending by their bytes, each once. Not safe for concurrent use.
/// </summary>
public abstract class SymbolCursor
{
    /// <summary>Valid until the next move.</summary>
    public abstract ReadOnlySpan<byte> Current { get; }

    public abstract bool MoveNext();
}
