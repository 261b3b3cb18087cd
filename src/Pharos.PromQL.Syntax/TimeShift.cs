namespace Pharos.PromQL.Syntax;

public enum AtKind : byte
{
    /// <summary>No <c>@</c>: the time of the step.</summary>
    None,

    Time,

    /// <summary><c>@ start()</c>: the first step of the query.</summary>
    Start,

    /// <summary><c>@ end()</c>: the last step of the query.</summary>
    End,
}

/// <summary>The time for which <c>@</c> pins the evaluation.</summary>
public readonly record struct AtModifier
{
    private AtModifier(AtKind kind, long timestampMs)
    {
        Kind = kind;
        TimestampMs = timestampMs;
    }

    public AtKind Kind { get; }

    /// <summary>Milliseconds since 1970; of meaning for <see cref="AtKind.Time"/>.</summary>
    public long TimestampMs { get; }

    public static AtModifier None => default;

    public static AtModifier Start { get; } = new(AtKind.Start, 0);

    public static AtModifier End { get; } = new(AtKind.End, 0);

    public static AtModifier At(long timestampMs) => new(AtKind.Time, timestampMs);
}

/// <summary>From which time a selector or subquery takes its data: <c>@ 1000 offset 5m</c>.</summary>
/// <param name="Offset">How far back from the time of evaluation, negative for ahead; null where there is none, or it is zero.</param>
/// <param name="At">The time of evaluation, if it is not that of the step.</param>
public readonly record struct TimeShift(DurationExpression? Offset, AtModifier At);
