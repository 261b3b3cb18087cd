using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>The time of the step wherever there is a sample of any kind: what was calculated has no other time.</summary>
internal sealed class StepTimestamp(QueryRun run, VectorOperator input) : TransformOperator(run, input)
{
    protected override void Transform(Row row)
    {
        for (var step = 0; step < row.Steps; step++)
        {
            if (row.HasSample(step))
            {
                row.Values[step] = Grid[step] / 1000.0;
            }
        }

        row.DropHistograms();
        DropName(row);
    }
}
