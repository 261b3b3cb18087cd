namespace Pharos.PromQL.Selection;

/// <summary>
/// The time that each step of a grid looks at in the store: its own or a fixed one, moved back by an offset.
/// </summary>
/// <param name="FixedMs">The time named by <c>@</c>, the same for all steps.</param>
internal readonly record struct SampleTimes(TimeGrid Grid, long OffsetMs, long? FixedMs)
{
    /// <summary>Whether all steps look at the same time.</summary>
    public bool AreFixed => FixedMs is not null;

    public long First => this[0];

    public long Last => this[Math.Max(0, Grid.Count - 1)];

    public long this[int step] => (FixedMs ?? Grid[step]) - OffsetMs;
}
