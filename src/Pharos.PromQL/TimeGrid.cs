namespace Pharos.PromQL;

/// <summary>The times at which an expression is evaluated: <see cref="Count"/> of them, a step apart. An instant query has one.</summary>
/// <param name="StepMs">At least 1.</param>
/// <param name="Count">0 where nothing is evaluated, as in a subquery whose range holds no step.</param>
public readonly record struct TimeGrid(long StartMs, long StepMs, int Count)
{
    /// <summary>The last of the times.</summary>
    public long EndMs => StartMs + (StepMs * (Count - 1));

    /// <summary>The one time of a query that is not over a range.</summary>
    public static TimeGrid Instant(long timeMs) => new(timeMs, 1, 1);

    /// <summary>From the one time in steps up to the other, which is reached only if it is a whole number of steps away.</summary>
    public static TimeGrid Range(long startMs, long endMs, long stepMs) =>
        new(startMs, stepMs, endMs < startMs ? 0 : checked((int)((endMs - startMs) / stepMs) + 1));

    /// <summary>The time of a step, counted from 0.</summary>
    public long this[int step] => StartMs + (StepMs * step);

    /// <summary>The first time alone.</summary>
    public TimeGrid First() => this with { Count = Math.Min(Count, 1) };
}
