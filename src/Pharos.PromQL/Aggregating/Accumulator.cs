using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Planning;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Aggregating;

/// <summary>What an aggregation is told about its place in the query.</summary>
/// <param name="Expression">The aggregation as it is written.</param>
/// <param name="Parameter">The parameter, null if the aggregation has none or a text.</param>
internal sealed record AggregationCall(QueryRun Run, TimeGrid Grid, Aggregation Expression, ScalarColumn? Parameter)
{
    /// <summary>Where annotations about the samples point to.</summary>
    public TextSpan Operand => Expression.Operand.WithoutParentheses().Position;
}

/// <summary>Makes one series of all series of a group. Series come in any order, groups are numbered from 0 as they come up.</summary>
internal abstract class Accumulator
{
    protected Accumulator(AggregationCall call)
    {
        Call = call;
    }

    protected AggregationCall Call { get; }

    /// <param name="group">One of those before, or the number of those before.</param>
    public abstract void Add(int group, Row row);

    /// <summary>Writes a group's result after the last series came.</summary>
    /// <param name="row">Has no samples.</param>
    public abstract void Finish(int group, Row row);

    protected void Annotate(Annotating.Annotation annotation) => Call.Run.Annotations.Add(annotation);
}
