using Pharos.Foundation.Bytes;
using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>A number of each native histogram. Numbers have no result.</summary>
internal sealed class HistogramFunction(QueryRun run, VectorOperator input, Func<FloatHistogram, double> function) : TransformOperator(run, input)
{
    /// <summary>Type and unit stay, unlike in other functions.</summary>
    private static readonly LabelSubset WithoutName = LabelSubset.AllButNameAnd([]);

    private readonly ByteBuffer _labels = new();

    protected override void Transform(Row row)
    {
        for (var step = 0; step < row.Steps; step++)
        {
            row.Values[step] = row.HistogramAt(step) is { } histogram ? function(histogram) : Slot.Absent;
        }

        row.DropHistograms();
        if (Run.DelaysNames)
        {
            row.DropName(isDelayed: true);
        }
        else
        {
            row.SetLabels(WithoutName.Choose(row.Labels, _labels));
        }
    }
}
