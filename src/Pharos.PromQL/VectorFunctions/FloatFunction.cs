using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>A function of numbers, a column at a time. Histograms have no result.</summary>
internal abstract class FloatFunction(QueryRun run, VectorOperator input) : TransformOperator(run, input)
{
    protected sealed override void Transform(Row row)
    {
        row.DropHistograms();
        Calculate(row.Values);
        DropName(row);
    }

    /// <summary>Puts the results in place of the numbers; what is absent stays so, or becomes so where there is no result.</summary>
    protected abstract void Calculate(Span<double> column);
}
