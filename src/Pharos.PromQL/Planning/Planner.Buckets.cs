using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Planning;

/// <summary>Which selectors need no buckets of histograms.</summary>
internal sealed partial class Planner
{
    /// <summary>
    /// Whether what is around a selector takes nothing but counts and sums of histograms. In subqueries buckets are needed to find resets
    /// of counters.
    /// </summary>
    private bool TakesOnlyStatistics()
    {
        var takesOnly = false;
        for (var i = _path.Count - 1; i >= 0; i--)
        {
            switch (_path[i])
            {
                case Subquery:
                case BinaryExpression { Operator: BinaryOperator.TrimUpper or BinaryOperator.TrimLower }:
                case FunctionCall
                {
                    Function.Id: FunctionId.HistogramQuantile or FunctionId.HistogramQuantiles or FunctionId.HistogramFraction,
                }:
                    return false;
                case FunctionCall { Function.Id: FunctionId.HistogramCount or FunctionId.HistogramSum or FunctionId.HistogramAvg }:
                    takesOnly = true;
                    break;
            }
        }

        return takesOnly;
    }
}
