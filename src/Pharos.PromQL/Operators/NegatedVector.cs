using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Operators;

/// <summary>Unary minus.</summary>
internal sealed class NegatedVector(QueryRun run, VectorOperator input) : TransformOperator(run, input)
{
    protected override void Transform(Row row)
    {
        foreach (ref var value in row.Values)
        {
            if (Slot.IsPresent(value))
            {
                value = -value;
            }
        }

        for (var step = 0; row.HasHistograms && step < row.Steps; step++)
        {
            if (row.HistogramAt(step) is { } histogram)
            {
                row.SetHistogram(step, histogram.Copy().Multiply(-1));
            }
        }

        DropName(row);
    }
}
