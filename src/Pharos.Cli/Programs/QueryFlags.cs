using Pharos.Cli.Flags;
using Pharos.PromQL;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Syntax;

namespace Pharos.Cli.Programs;

/// <summary>The flags of queries, and the features that change the language.</summary>
internal sealed class QueryFlags
{
    private readonly ValueFlag<TimeSpan> _lookback;
    private readonly ValueFlag<TimeSpan> _timeout;
    private readonly ValueFlag<int> _maxConcurrency;
    private readonly ValueFlag<int> _maxSamples;
    private readonly ValueFlag<string> _features;

    public QueryFlags(FlagSet set)
    {
        _lookback = set.Add(new ValueFlag<TimeSpan>(
            "query.lookback-delta", "How old the newest sample of a series may be to be its value still.", FlagType.Duration, "5m"));
        _timeout = set.Add(new ValueFlag<TimeSpan>("query.timeout", "How long a query may wait and run.", FlagType.Duration, "2m"));
        _maxConcurrency = set.Add(new ValueFlag<int>(
            "query.max-concurrency", "How many queries run at the same time; further ones wait.", FlagType.Integer(minimum: 1), "20"));
        _maxSamples = set.Add(new ValueFlag<int>(
            "query.max-samples", "The most samples that a query may hold in memory; one that needs more fails.", FlagType.Integer(minimum: 1), "50000000"));
        _features = set.Add(new ValueFlag<string>(
            "enable-feature",
            "Features to switch on, with commas between them. One of: [created-timestamp-zero-ingestion, exemplar-storage, extra-scrape-metrics, memory-snapshot-on-shutdown, metadata-wal-records, promql-binop-fill-modifiers, promql-delayed-name-removal, " +
            "promql-experimental-functions, promql-extended-range-selectors, type-and-unit-labels, use-start-timestamps]",
            FlagType.Text,
            null)
        { IsRepeatable = true, Placeholder = "<feature>" });
    }

    public QuerySettings ToSettings() => new()
    {
        Lookback = _lookback.Value,
        Limits = new QueryLimits { Timeout = _timeout.Value, MaxConcurrent = _maxConcurrency.Value, MaxSamples = _maxSamples.Value },
        Features =
            (Has("promql-delayed-name-removal") ? PromQLFeatures.DelayedNameRemoval : PromQLFeatures.None) |
            (Has("use-start-timestamps") ? PromQLFeatures.UseStartTimestamps : PromQLFeatures.None),
    };

    public ParserOptions ToLanguage() => new()
    {
        EnableExperimentalFunctions = Has("promql-experimental-functions"),
        EnableExtendedRangeSelectors = Has("promql-extended-range-selectors"),
        EnableBinopFillModifiers = Has("promql-binop-fill-modifiers"),
    };

    /// <summary>Features that were asked for and that this version does not have.</summary>
    public IReadOnlyList<string> Unknown =>
        [.. Names.Where(static name => name is not (
            "created-timestamp-zero-ingestion" or "extra-scrape-metrics" or "metadata-wal-records" or "type-and-unit-labels" or
            "exemplar-storage" or "auto-reload-config" or "memory-snapshot-on-shutdown" or "promql-binop-fill-modifiers" or "promql-delayed-name-removal" or "promql-experimental-functions" or
            "promql-extended-range-selectors" or "use-start-timestamps" or
            // On for good in the reference, and here.
            "promql-duration-expr" or "promql-at-modifier" or "promql-negative-offset" or "native-histograms" or "ooo-native-histograms"))];

    private IEnumerable<string> Names =>
        _features.Values.SelectMany(static list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether a feature was asked for.</summary>
    public bool Has(string feature) => Names.Contains(feature, StringComparer.Ordinal);
}
