using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>A function of single numbers. Histograms have no result.</summary>
internal sealed class FloatFunction(QueryRun run, VectorOperator input, Func<double, double> function) : TransformOperator(run, input)
{
    protected override void Transform(Row row)
    {
        foreach (ref var value in row.Values)
        {
            if (Slot.IsPresent(value))
            {
                value = function(value);
            }
        }

        row.DropHistograms();
        DropName(row);
    }
}
