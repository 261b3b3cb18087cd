namespace Pharos.Tsdb;

/// <summary>How far a database that is opened has got with its log. The opening writes, anybody reads.</summary>
public sealed class ReplayProgress
{
    private volatile Segments _now = new(0, 0, 0);

    /// <summary>As it is now; as it ended, once the database is open.</summary>
    public Segments Now => _now;

    internal void Begin(int first, int last) => _now = new Segments(first, last, first);

    internal void Reach(int segment) => _now = _now with { Current = segment };

    /// <param name="First">The number of the segment with which reading begins.</param>
    /// <param name="Last">The number of the last one.</param>
    /// <param name="Current">The number of the one that is read.</param>
    public sealed record Segments(int First, int Last, int Current);
}
