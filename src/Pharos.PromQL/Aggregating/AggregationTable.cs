using System.Diagnostics;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Aggregating;

/// <summary>Which operator evaluates which aggregation.</summary>
internal static class AggregationTable
{
    public static VectorOperator Create(AggregationCall call, VectorOperator input) => call.Expression.Operator switch
    {
        AggregateOperator.TopK or AggregateOperator.BottomK => new RankingOperator(call, input),
        AggregateOperator.LimitK => new LimitOperator(call, input),
        AggregateOperator.LimitRatio => new RatioOperator(call, input),
        AggregateOperator.CountValues => new ValueCountOperator(call, input),
        _ => new GroupingOperator(call.Run, input, call.Grouping(), NewAccumulator(call)),
    };

    public static Accumulator NewAccumulator(AggregationCall call) => call.Expression.Operator switch
    {
        AggregateOperator.Sum => new SumAccumulator(call),
        AggregateOperator.Avg => new MeanAccumulator(call),
        AggregateOperator.Count => new CountAccumulator(call),
        AggregateOperator.Min => new ExtremeAccumulator<Lowest>(call),
        AggregateOperator.Max => new ExtremeAccumulator<Highest>(call),
        AggregateOperator.Group => new PresenceAccumulator(call),
        AggregateOperator.StdDev => new VarianceAccumulator(call, isDeviation: true),
        AggregateOperator.StdVar => new VarianceAccumulator(call, isDeviation: false),
        AggregateOperator.Quantile => new QuantileAccumulator(call),
        _ => throw new UnreachableException(),
    };
}
