using Pharos.PromQL.Columns;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Aggregating;

/// <summary><c>limitk</c>: at each step, the samples of the first k series of a group that have one. Series pass by, none is held.</summary>
internal sealed class LimitOperator : VectorOperator
{
    private readonly AggregationCall _call;
    private readonly VectorOperator _input;
    private readonly Grouper _grouper;

    /// <summary>How many samples each step of a group has room for, and before them how many steps have any room.</summary>
    private GroupTable<int>? _room;

    public LimitOperator(AggregationCall call, VectorOperator input)
        : base(call.Run, call.Grid)
    {
        _call = call;
        _input = input;
        _grouper = new Grouper(call.Grouping());
    }

    public override bool HasOneName => _input.HasOneName;

    public override bool IsWhole => _input.IsWhole;

    protected override bool Advance(Row row)
    {
        _room ??= NewRoom(ParameterRange.Counts(_call));
        if (!_input.Next(row))
        {
            return false;
        }

        var room = _room[_grouper.GroupOf(row.Labels)];
        ref var open = ref room[0];
        if (open == 0)
        {
            row.ClearSamples();
            return true;
        }

        for (var step = 0; step < row.Steps; step++)
        {
            if (!row.HasSample(step))
            {
                continue;
            }

            if (room[step + 1] == 0)
            {
                row.ClearAt(step);
            }
            else if (--room[step + 1] == 0)
            {
                open--;
            }
        }

        return true;
    }

    private GroupTable<int> NewRoom(ReadOnlySpan<int> counts) =>
        new(Run, [counts.Length - counts.Count(0), .. counts], counts.Length);
}
