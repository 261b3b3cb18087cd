namespace Pharos.Instrumentation;

/// <summary>Which quantiles a summary shows, and over which time.</summary>
public sealed record SummaryOptions : FamilyOptions
{
    /// <summary>From 0 to 1, ascending. None by default: such a summary is a count and a sum.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>How old the observations are at most that quantiles are taken from.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>In how many steps old observations are forgotten.</summary>
    public int AgeBuckets { get; init; } = 5;
}
