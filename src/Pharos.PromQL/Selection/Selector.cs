using Pharos.Model;
using Pharos.PromQL.Evaluation;
using Pharos.Storage;

namespace Pharos.PromQL.Selection;

/// <summary>Series of the store: which ones, and from when to when their samples are looked at.</summary>
internal sealed class Selector
{
    private readonly QueryRun _run;
    private readonly Matcher[] _matchers;
    private readonly SelectHints _hints;
    private readonly bool _isWithoutBuckets;

    /// <param name="isWithoutBuckets">Whether only counts and sums of histograms are of use.</param>
    public Selector(QueryRun run, Matcher[] matchers, SelectHints hints, bool isWithoutBuckets = false)
    {
        _isWithoutBuckets = isWithoutBuckets;
        _run = run;
        _matchers = matchers;
        _hints = hints;
        run.Cover(hints.StartMs, hints.EndMs);
    }

    /// <summary>The name that all series have, empty if they may differ.</summary>
    public ReadOnlySpan<byte> MetricName
    {
        get
        {
            foreach (var matcher in _matchers)
            {
                if (matcher.Type == Model.MatchType.Equal && matcher.Name.SequenceEqual(LabelNames.MetricName))
                {
                    return matcher.Value;
                }
            }

            return default;
        }
    }

    /// <summary>Begins to read. The set is the run's, which disposes it at its end.</summary>
    public SeriesSet Open()
    {
        var series = _run.Querier.Select(sorted: false, _hints, _matchers, _run.Stopping);
        return _run.Own(_isWithoutBuckets ? new StatisticsSet(series) : series);
    }
}
