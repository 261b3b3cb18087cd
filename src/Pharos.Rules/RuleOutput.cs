using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Rules;

/// <summary>The series that a rule has given the last time, by which the store knows them and by which their end is noticed.</summary>
internal sealed class RuleOutput
{
    private Dictionary<Labels, SeriesRef> _series = [];

    public IReadOnlyCollection<Labels> Series => _series.Keys;

    /// <summary>Stores the samples, and ends the series that there are no samples of any more.</summary>
    /// <returns>Why one of the samples was not taken; empty if all were.</returns>
    /// <exception cref="IOException">Nothing was stored.</exception>
    public string Store(IAppendable store, IReadOnlyList<RuleSample> samples, long timeMs, ILogger log)
    {
        using var appender = store.NewAppender();
        appender.IsInOrderOnly = true;
        var given = new Dictionary<Labels, SeriesRef>(samples.Count);
        var refused = default(Refusals);
        foreach (var sample in samples)
        {
            var known = _series.GetValueOrDefault(sample.Labels);
            var (series, outcome) = sample.Histogram is { } histogram
                ? appender.Append(known, sample.Labels.View, timeMs, histogram)
                : appender.Append(known, sample.Labels.View, timeMs, sample.Value);
            if (outcome == AppendOutcome.Accepted)
            {
                given[sample.Labels] = series;
            }
            else
            {
                refused.Count(outcome);
            }
        }

        foreach (var (labels, series) in _series)
        {
            if (!given.ContainsKey(labels))
            {
                // Refused if another rule gives the series now, which is fine.
                appender.Append(series, labels.View, timeMs, SpecialValues.StaleNaN);
            }
        }

        appender.Commit();
        _series = given;
        refused.Log(log);
        return refused.Error;
    }

    /// <summary>What was not taken, by its reason.</summary>
    private struct Refusals
    {
        private int _outOfOrder;
        private int _tooOld;
        private int _duplicates;

        public string Error { readonly get => field ?? ""; private set; }

        public void Count(AppendOutcome outcome)
        {
            switch (outcome)
            {
                case AppendOutcome.OutOfOrder:
                    _outOfOrder++;
                    Error = "out of order sample";
                    break;
                case AppendOutcome.TooOld or AppendOutcome.OutOfBounds:
                    _tooOld++;
                    Error = "too old sample";
                    break;
                case AppendOutcome.DuplicateTimestamp:
                    _duplicates++;
                    Error = "duplicate sample for timestamp";
                    break;
                default:
                    Error = outcome.ToString();
                    break;
            }
        }

        public readonly void Log(ILogger log)
        {
            Warn(log, "Error on ingesting out-of-order result from rule evaluation", _outOfOrder);
            Warn(log, "Error on ingesting too old result from rule evaluation", _tooOld);
            Warn(log, "Error on ingesting results from rule evaluation with different value but same timestamp", _duplicates);
        }

        private static void Warn(ILogger log, string message, int count)
        {
            if (count > 0)
            {
                log.Warn(message, [("num_dropped", count)]);
            }
        }
    }
}
