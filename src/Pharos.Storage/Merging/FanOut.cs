using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Merging;

/// <summary>
/// A primary store with others beside it. What is appended goes to all. What is read is merged; the primary one must answer, while failures of the
/// others become warnings. Safe for concurrent use; the stores stay the caller's.
/// </summary>
public sealed class FanOut : IQuerySource, IAppendable
{
    private readonly IAppendable _primary;
    private readonly IQuerySource _primarySource;
    private readonly IReadOnlyList<IAppendable> _appendables;
    private readonly IReadOnlyList<IQuerySource> _sources;
    private readonly ILogger _log;

    /// <param name="appendables">Secondary stores that get the references of the primary one: they look at labels, or need no series.</param>
    /// <param name="sources">Secondary stores that are asked too.</param>
    public FanOut(
        IAppendable primary,
        IQuerySource primarySource,
        IReadOnlyList<IAppendable> appendables,
        IReadOnlyList<IQuerySource> sources,
        ILogger? log = null)
    {
        _primary = primary;
        _primarySource = primarySource;
        _appendables = appendables;
        _sources = sources;
        _log = log ?? NullLogger.Instance;
    }

    public IAppender NewAppender()
    {
        var primary = _primary.NewAppender();
        return _appendables.Count == 0
            ? primary
            : new FanOutAppender(primary, [.. _appendables.Select(static appendable => appendable.NewAppender())], _log);
    }

    public IQuerier NewQuerier(long minTimeMs, long maxTimeMs)
    {
        var primary = _primarySource.NewQuerier(minTimeMs, maxTimeMs);
        var secondaries = new List<IQuerier>(_sources.Count);
        try
        {
            foreach (var source in _sources)
            {
                secondaries.Add(source.NewQuerier(minTimeMs, maxTimeMs));
            }
        }
        catch
        {
            primary.Dispose();
            secondaries.ForEach(static querier => querier.Dispose());
            throw;
        }

        return MergedQuerier.Of([primary], secondaries);
    }
}

/// <summary>As <see cref="FanOut"/>, for those who read chunks.</summary>
public sealed class ChunkFanOut : IChunkQuerySource
{
    private readonly IChunkQuerySource _primary;
    private readonly IReadOnlyList<IChunkQuerySource> _secondaries;
    private readonly ChunkEncoding _floatEncoding;

    /// <param name="floatEncoding">For floats of overlapping chunks, which are written anew.</param>
    public ChunkFanOut(IChunkQuerySource primary, IReadOnlyList<IChunkQuerySource> secondaries, ChunkEncoding floatEncoding = ChunkEncoding.Xor)
    {
        _primary = primary;
        _secondaries = secondaries;
        _floatEncoding = floatEncoding;
    }

    public IChunkQuerier NewChunkQuerier(long minTimeMs, long maxTimeMs)
    {
        var primary = _primary.NewChunkQuerier(minTimeMs, maxTimeMs);
        var secondaries = new List<IChunkQuerier>(_secondaries.Count);
        try
        {
            foreach (var source in _secondaries)
            {
                secondaries.Add(source.NewChunkQuerier(minTimeMs, maxTimeMs));
            }
        }
        catch
        {
            primary.Dispose();
            secondaries.ForEach(static querier => querier.Dispose());
            throw;
        }

        return MergedChunkQuerier.Of([primary], secondaries, _floatEncoding);
    }
}
