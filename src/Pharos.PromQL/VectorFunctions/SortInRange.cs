using Pharos.PromQL.Annotating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>A sort in a query over a range: it has no effect on the order, and the user is told so.</summary>
internal sealed class SortInRange : TransformOperator
{
    private readonly bool _dropsHistograms;

    public SortInRange(QueryRun run, VectorOperator input, bool dropsHistograms, TextSpan position)
        : base(run, input)
    {
        _dropsHistograms = dropsHistograms;
        run.Annotations.Add(Annotations.SortInRangeQuery(position));
    }

    protected override void Transform(Row row)
    {
        if (_dropsHistograms)
        {
            row.DropHistograms();
        }
    }
}
