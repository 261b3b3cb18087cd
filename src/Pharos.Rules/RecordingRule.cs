using System.Text;
using Pharos.Model;
using Pharos.PromQL;

namespace Pharos.Rules;

/// <summary>Stores what a query gives under another name.</summary>
public sealed class RecordingRule : Rule
{
    private readonly byte[] _metric;

    public RecordingRule(string metric, QueryRequest query, string expression, Labels labels)
        : base(metric, query, expression, labels)
    {
        _metric = Encoding.UTF8.GetBytes(metric);
    }

    internal override async Task<IReadOnlyList<RuleSample>> EvaluateAsync(
        RuleQueries queries, DateTimeOffset time, TimeSpan offset, int limit, CancellationToken cancellation)
    {
        var elements = await queries.AskAsync(Query, time - offset, cancellation);
        var builder = new LabelsBuilder();
        var samples = new List<RuleSample>(elements.Count);
        var known = new HashSet<Labels>(elements.Count);
        foreach (var element in elements)
        {
            builder.Reset(element.Labels.View);
            builder.Set(LabelNames.MetricName, _metric);
            foreach (var label in Labels.View)
            {
                // An empty value takes a label away.
                builder.Set(label.Name, label.Value);
            }

            var labels = builder.ToLabels();
            if (!known.Add(labels))
            {
                throw new RuleException("vector contains metrics with the same labelset after applying rule labels");
            }

            samples.Add(element with { Labels = labels });
        }

        return limit > 0 && samples.Count > limit
            ? throw new RuleException(FormattableString.Invariant($"exceeded limit of {limit} with {samples.Count} series"))
            : samples;
    }
}
