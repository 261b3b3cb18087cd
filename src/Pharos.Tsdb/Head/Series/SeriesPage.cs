namespace Pharos.Tsdb.Head.Series;

/// <summary>The lock of 4,096 neighbouring slots, and what isolation has to remember of few of them.</summary>
internal sealed class SeriesPage
{
    public Lock Lock { get; } = new();

    /// <summary>Guarded by the lock. See <see cref="CommitOverflow"/>.</summary>
    public CommitOverflow Overflow { get; } = new();
}
