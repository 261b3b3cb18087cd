using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>The candidates that are left when all series have passed by, as series again.</summary>
internal sealed class RankingResult
{
    private readonly CandidateSeries _series;

    /// <summary>The samples of all series, those of a series side by side.</summary>
    private readonly (int Step, double Value)[] _samples;

    /// <summary>The series in the order of the result, and where the samples of each end.</summary>
    private readonly (int Series, int End)[] _parts;
    private int _next;

    private RankingResult(CandidateSeries series, (int Step, double Value)[] samples, (int Series, int End)[] parts)
    {
        _series = series;
        _samples = samples;
        _parts = parts;
    }

    /// <summary>Of the one step of an instant query: each group's candidates with the best first.</summary>
    public static RankingResult InOrder(CandidateHeaps heaps, RankOrder order, CandidateSeries series, int groups)
    {
        var samples = new List<(int Step, double Value)>();
        var parts = new List<(int Series, int End)>();
        for (var group = 0; group < groups; group++)
        {
            var candidates = heaps[group, 0];
            order.Sort(candidates);
            foreach (var candidate in candidates)
            {
                samples.Add((0, candidate.Value));
                parts.Add((candidate.Series, samples.Count));
            }
        }

        return new RankingResult(series, [.. samples], [.. parts]);
    }

    /// <summary>Of all steps: each series with the steps at which it is a candidate.</summary>
    public static RankingResult BySeries(CandidateHeaps heaps, CandidateSeries series, int groups, int steps)
    {
        // Each series begins where the one before ends; putting a sample moves the end on.
        var ends = new int[series.Count];
        var count = 0;
        for (var number = 0; number < ends.Length; number++)
        {
            ends[number] = count;
            count += series.UsesOf(number);
        }

        var samples = new (int Step, double Value)[count];
        for (var group = 0; group < groups; group++)
        {
            for (var step = 0; step < steps; step++)
            {
                foreach (var candidate in heaps[group, step])
                {
                    samples[ends[candidate.Series]++] = (step, candidate.Value);
                }
            }
        }

        var parts = new (int Series, int End)[ends.Length];
        for (var number = 0; number < ends.Length; number++)
        {
            parts[number] = (number, ends[number]);
        }

        return new RankingResult(series, samples, parts);
    }

    /// <summary>Fills a row with the next series, which may have lost all of its samples. False at the end.</summary>
    public bool Next(Row row)
    {
        if (_next == _parts.Length)
        {
            return false;
        }

        var (series, end) = _parts[_next];
        row.Clear();
        for (var at = _next == 0 ? 0 : _parts[_next - 1].End; at < end; at++)
        {
            row.Values[_samples[at].Step] = _samples[at].Value;
        }

        _next++;
        _series.Restore(series, row);
        return true;
    }
}
