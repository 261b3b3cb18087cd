using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions.Info;

/// <summary>The info series of a query, by metric and target.</summary>
internal sealed class InfoTable
{
    private static readonly LabelSubset Target = LabelSubset.Only([LabelNames.Instance.ToArray(), LabelNames.Job.ToArray()]);

    private static readonly LabelSubset Key =
        LabelSubset.Only([LabelNames.MetricName.ToArray(), LabelNames.Instance.ToArray(), LabelNames.Job.ToArray()]);

    private readonly QueryRun _run;
    private readonly StepSet _counts;
    private readonly LabelsIndex _keys = new();
    private readonly List<InfoGroup> _groups = [];
    private readonly LabelsIndex _targets = new();
    private readonly List<List<InfoGroup>> _groupsByTarget = [];
    private readonly ByteBuffer _buffer = new();
    private (int Step, string Message)? _conflict;

    /// <param name="counts">The steps at which there is something to add information to.</param>
    public InfoTable(QueryRun run, StepSet counts)
    {
        _run = run;
        _counts = counts;
    }

    /// <exception cref="QueryException">It is not clear which of two series counts.</exception>
    public void Read(VectorOperator input, Func<LabelsView, bool> admits)
    {
        var row = new Row(input.Grid.Count);
        while (input.Next(row))
        {
            if (admits(row.Labels))
            {
                Add(row);
            }
        }

        if (_conflict is { } conflict)
        {
            throw new QueryException(conflict.Message);
        }
    }

    /// <summary>The groups of a series' target, one per metric.</summary>
    public IReadOnlyList<InfoGroup> Find(LabelsView labels) =>
        _targets.TryFind(Target.Choose(labels, _buffer), out var number) ? _groupsByTarget[number] : [];

    private void Add(Row row)
    {
        _run.Budget.Take(row.Steps);
        if (_keys.Add(Key.Choose(row.Labels, _buffer), out var number))
        {
            _groups.Add(new InfoGroup(row.Steps));
            if (_targets.Add(Target.Choose(row.Labels, _buffer), out var target))
            {
                _groupsByTarget.Add([]);
            }

            _groupsByTarget[target].Add(_groups[number]);
        }

        var group = _groups[number];
        var step = group.Add(row, _counts);
        if (step >= 0 && (_conflict is null || step < _conflict.Value.Step))
        {
            var time = group.TimeAt(step);
            var existing = group.Member(group.MemberAt(step));
            _conflict = (
                step,
                $"found duplicate series for info metric: existing {existing} @ {time}, new {row.Labels.ToString()} @ {time}");
        }
    }
}
