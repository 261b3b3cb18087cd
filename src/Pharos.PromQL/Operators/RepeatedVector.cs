using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Operators;

/// <summary>What was evaluated for one step, at all steps.</summary>
internal sealed class RepeatedVector : VectorOperator
{
    private readonly VectorOperator _input;
    private readonly Row _single = new(1);

    public RepeatedVector(QueryRun run, VectorOperator input, TimeGrid grid)
        : base(run, grid)
    {
        _input = input;
    }

    public override bool HasOneName => _input.HasOneName;

    public override bool IsWhole => _input.IsWhole;

    protected override bool Advance(Row row)
    {
        if (!_input.Next(_single))
        {
            return false;
        }

        row.Clear();
        row.SetLabels(_single.Labels);
        if (_single.IsNameDropped)
        {
            row.DropName(isDelayed: true);
        }

        row.Values.Fill(_single.Values[0]);
        if (_single.HistogramAt(0) is { } histogram)
        {
            for (var step = 0; step < row.Steps; step++)
            {
                row.SetHistogram(step, histogram);
            }
        }

        return true;
    }
}
