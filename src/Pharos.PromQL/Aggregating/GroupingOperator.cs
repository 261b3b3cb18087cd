using Pharos.Foundation.Bytes;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Aggregating;

/// <summary>An aggregation whose result is one series per group, with the labels that the group shares.</summary>
internal sealed class GroupingOperator : VectorOperator
{
    private readonly VectorOperator _input;
    private readonly LabelSubset _grouping;
    private readonly Accumulator _accumulator;
    private readonly LabelsIndex _groups = new();
    private readonly ByteBuffer _buffer = new();
    private readonly List<bool> _isNameDropped = [];
    private bool _isRead;
    private int _next;

    public GroupingOperator(QueryRun run, VectorOperator input, LabelSubset grouping, Accumulator accumulator)
        : base(run, input.Grid)
    {
        _input = input;
        _grouping = grouping;
        _accumulator = accumulator;
    }

    public override bool HasOneName => !_grouping.Chooses("__name__"u8) && !_grouping.Chooses("__type__"u8) && !_grouping.Chooses("__unit__"u8);

    public override bool IsWhole => true;

    public override void Dispose()
    {
        _input.Dispose();
        base.Dispose();
    }

    protected override bool Advance(Row row)
    {
        if (!_isRead)
        {
            ReadAll(row);
            _isRead = true;
        }

        if (_next == _groups.Count)
        {
            return false;
        }

        row.Clear();
        row.SetLabels(_groups[_next]);
        if (_isNameDropped[_next])
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
            if (_groups.Add(_grouping.Choose(row.Labels, _buffer), out var group))
            {
                _isNameDropped.Add(false);
            }

            _isNameDropped[group] |= row.IsNameDropped;
            _accumulator.Add(group, row);
        }
    }
}
