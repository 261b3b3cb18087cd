using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>Evaluates its input, which may end the query or have something to say, and has no result.</summary>
internal sealed class WithoutResult(QueryRun run, VectorOperator input) : TransformOperator(run, input)
{
    protected override void Transform(Row row) => row.ClearSamples();
}
