using Pharos.Foundation.Time;
using Pharos.Scrape.Options;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>What is complained of although it is allowed.</summary>
/// <param name="LongestInterval">Intervals of scrapes from here on are too long; zero for no such complaint.</param>
/// <param name="FindsDuplicateRules">Whether rules that give the same series are complained of.</param>
/// <param name="IsFatal">Whether a complaint shows in the exit status.</param>
internal sealed record ConfigLint(TimeSpan LongestInterval, bool FindsDuplicateRules, bool IsFatal)
{
    public const string DuplicateRules = "duplicate-rules";

    private const string All = "all";
    private const string None = "none";
    private const string TooLongScrapeInterval = "too-long-scrape-interval";

    public static IReadOnlyList<string> RuleOptions { get; } = [All, DuplicateRules, None];

    public static IReadOnlyList<string> Options { get; } = [All, DuplicateRules, None, TooLongScrapeInterval];

    /// <summary>Reads the value of the flag. Options that are not known are complained about, and that is all.</summary>
    /// <param name="options">With commas between them.</param>
    /// <param name="lookback">How old a sample may be and still be seen.</param>
    public static ConfigLint Of(string options, bool isFatal, TimeSpan lookback, TextWriter complaints) => Of(options, isFatal, lookback, complaints, Options);

    /// <summary>As the other, for rules alone.</summary>
    public static ConfigLint OfRules(string options, bool isFatal, TextWriter complaints) => Of(options, isFatal, TimeSpan.Zero, complaints, RuleOptions);

    private static ConfigLint Of(string options, bool isFatal, TimeSpan lookback, TextWriter complaints, IReadOnlyList<string> known)
    {
        var given = options.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (given.Contains(None))
        {
            return new ConfigLint(TimeSpan.Zero, FindsDuplicateRules: false, isFatal);
        }

        foreach (var unknown in given.Except(known))
        {
            complaints.Write($"WARNING: unknown lint option: \"{unknown}\"\n");
        }

        var hasAll = given.Contains(All);
        return new ConfigLint(hasAll || given.Contains(TooLongScrapeInterval) ? lookback : TimeSpan.Zero, hasAll || given.Contains(DuplicateRules), isFatal);
    }

    /// <summary>Whether there is nothing to complain of.</summary>
    public bool Passes(IReadOnlyList<ScrapeOptions> jobs, TextWriter error)
    {
        var late = LongestInterval > TimeSpan.Zero ? jobs.FirstOrDefault(job => job.Interval >= LongestInterval) : null;
        if (late is not null)
        {
            error.Write($"  FAILED: too long scrape interval found, data point will be marked as stale - job: {late.JobName}, interval: {PrometheusDuration.Format(late.Interval)}\n");
        }

        return late is null;
    }
}
