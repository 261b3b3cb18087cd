using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>One series with 1 at each step at which the input has no sample, with the labels that its selector asks for.</summary>
internal sealed class AbsentOperator : VectorOperator
{
    private readonly VectorOperator _input;
    private readonly Labels _labels;
    private bool _isGiven;

    /// <param name="argument">What the function was called with.</param>
    public AbsentOperator(QueryRun run, VectorOperator input, Expression argument)
        : base(run, input.Grid)
    {
        _input = input;
        _labels = LabelsOf(argument);
    }

    public override bool HasOneName => true;

    public override bool IsWhole => true;

    protected override bool Advance(Row row)
    {
        if (_isGiven)
        {
            return false;
        }

        _isGiven = true;
        var present = new StepSet(row.Steps);
        while (_input.Next(row))
        {
            present.TryAddAll(row);
        }

        row.Clear();
        row.SetLabels(_labels.View);
        for (var step = 0; step < row.Steps; step++)
        {
            if (!present.Contains(step))
            {
                row.Values[step] = 1;
            }
        }

        return true;
    }

    /// <summary>
    /// The first matcher of a label says its value; another one, or one of another type, makes it unknown again. Conditions that only take series
    /// away come last, as the reference's store sorts them.
    /// </summary>
    private static Labels LabelsOf(Expression argument)
    {
        IReadOnlyList<Matcher> matchers = argument switch
        {
            VectorSelector selector => selector.Matchers,
            MatrixSelector selector => selector.Vector.Matchers,
            _ => [],
        };
        var labels = new LabelsBuilder();
        var known = new List<byte[]>();
        foreach (var matcher in matchers.OrderBy(static matcher => TakesAway(matcher)))
        {
            if (matcher.Name.SequenceEqual(LabelNames.MetricName))
            {
                continue;
            }

            var name = matcher.Name.ToArray();
            if (matcher.Type == Model.MatchType.Equal && !known.Exists(other => other.AsSpan().SequenceEqual(name)))
            {
                labels.Set(name, matcher.Value);
                known.Add(name);
            }
            else
            {
                labels.Remove(name);
            }
        }

        return labels.ToLabels();
    }

    private static bool TakesAway(Matcher matcher) =>
        matcher.Type is Model.MatchType.NotEqual or Model.MatchType.NotRegex && matcher.MatchesEmpty;
}
