using Pharos.Model;

namespace Pharos.Storage;

/// <summary>
/// A view of a store as it is at one moment, limited to a range of time. Safe for concurrent use until it is disposed; what it gave
/// (series sets, cursors) must not be used after that. A read that finds damage throws <see cref="CorruptionException"/>.
/// </summary>
public interface IQuerier : ILabelQuerier
{
    /// <param name="sorted">Whether series come in the order of their labels; otherwise in any order.</param>
    /// <param name="matchers">Conditions that hold together. None selects every series.</param>
    SeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default);
}

/// <summary>As <see cref="IQuerier"/>, for those who pass whole chunks on instead of reading samples.</summary>
public interface IChunkQuerier : ILabelQuerier
{
    /// <inheritdoc cref="IQuerier.Select"/>
    ChunkSeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default);
}

/// <summary>Names and values of labels among the series that fulfil matchers; both sorted by their bytes, without repetition.</summary>
public interface ILabelQuerier : IDisposable
{
    /// <summary>What the user should be told about the names and values given until now: that a source could not be asked, for instance.</summary>
    IReadOnlyList<string> LabelWarnings => [];

    /// <param name="limit">The most values that are of use; 0 for no limit.</param>
    IReadOnlyList<byte[]> LabelValues(ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default);

    /// <inheritdoc cref="LabelValues"/>
    IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default);
}

/// <summary>Somewhere that samples can be read from. Safe for concurrent use.</summary>
public interface IQuerySource
{
    /// <summary>A querier for the samples from the one time to the other, both inclusive. The caller disposes it.</summary>
    IQuerier NewQuerier(long minTimeMs, long maxTimeMs);
}

/// <inheritdoc cref="IQuerySource"/>
public interface IChunkQuerySource
{
    /// <inheritdoc cref="IQuerySource.NewQuerier"/>
    IChunkQuerier NewChunkQuerier(long minTimeMs, long maxTimeMs);
}
