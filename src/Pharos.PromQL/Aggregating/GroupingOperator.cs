using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Aggregating;

/// <summary>An aggregation whose result is one series per group, with the labels that the group shares.</summary>
internal sealed class GroupingOperator : VectorOperator
{
    private readonly VectorOperator _input;
    private readonly Accumulator _accumulator;
    private readonly Grouper _grouper;

    /// <summary>Groups of which some series' name is to be dropped at the end; null as long as there is none.</summary>
    private HashSet<int>? _droppedNames;
    private bool _isRead;
    private int _next;

    public GroupingOperator(QueryRun run, VectorOperator input, LabelSubset grouping, Accumulator accumulator)
        : base(run, input.Grid)
    {
        _input = input;
        _accumulator = accumulator;
        _grouper = new Grouper(grouping);
    }

    public override bool HasOneName =>
        !_grouper.Chooses(LabelNames.MetricName) && !_grouper.Chooses(LabelNames.MetricType) && !_grouper.Chooses(LabelNames.MetricUnit);

    public override bool IsWhole => true;

    protected override bool Advance(Row row)
    {
        if (!_isRead)
        {
            ReadAll(row);
            _isRead = true;
        }

        if (_next == _grouper.Count)
        {
            return false;
        }

        row.Clear();
        row.SetLabels(_grouper[_next]);
        if (_droppedNames is not null && _droppedNames.Contains(_next))
        {
            row.DropName(isDelayed: true);
        }

        _accumulator.Finish(_next++, row);
        return true;
    }

    private void ReadAll(Row row)
    {
        while (_input.Next(row))
        {
            var group = _grouper.GroupOf(row.Labels);
            if (row.IsNameDropped)
            {
                (_droppedNames ??= []).Add(group);
            }

            _accumulator.Add(group, row);
        }

        _accumulator.Complete();
    }
}
