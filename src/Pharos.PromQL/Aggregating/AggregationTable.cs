using System.Diagnostics;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Aggregating;

/// <summary>Which operator evaluates which aggregation.</summary>
internal static class AggregationTable
{
    public static VectorOperator Create(AggregationCall call, VectorOperator input)
    {
        var grouping = GroupingOf(call.Expression);
        Accumulator accumulator = call.Expression.Operator switch
        {
            AggregateOperator.Count => new CountAccumulator(call),
            _ => throw new UnreachableException(),
        };
        return new GroupingOperator(call.Run, input, grouping, accumulator);
    }

    private static LabelSubset GroupingOf(Aggregation aggregation) =>
        aggregation.Without ? LabelSubset.AllButNameAnd(aggregation.Grouping) : LabelSubset.Only(aggregation.Grouping);
}
