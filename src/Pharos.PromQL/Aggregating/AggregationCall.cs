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

    /// <summary>Where annotations about the parameter point to.</summary>
    public TextSpan ParameterPosition => Expression.Parameter!.WithoutParentheses().Position;

    /// <summary>The labels that a group shares.</summary>
    public LabelSubset Grouping() =>
        Expression.Without ? LabelSubset.AllButNameAnd(Expression.Grouping) : LabelSubset.Only(Expression.Grouping);
}
