using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Tests.Scripts;

/// <summary>The same expression with every selector pinned to a time, so that its value is the same whenever it is evaluated.</summary>
internal static class PinnedQuery
{
    /// <summary>Null if the value depends on when it is evaluated all the same.</summary>
    public static Expression? Of(Expression expression, long timeMs)
    {
        foreach (var part in expression.SelfAndDescendants())
        {
            if (part is FunctionCall { Function.Id: var function } && function is
                FunctionId.DaysInMonth or FunctionId.DayOfMonth or FunctionId.DayOfWeek or FunctionId.DayOfYear or FunctionId.End or
                FunctionId.Hour or FunctionId.Minute or FunctionId.Month or FunctionId.Year or FunctionId.PredictLinear or
                FunctionId.Range or FunctionId.Start or FunctionId.Step or FunctionId.Time or FunctionId.Timestamp)
            {
                return null;
            }
        }

        return Pin(expression, timeMs);
    }

    private static Expression Pin(Expression expression, long timeMs) => expression switch
    {
        VectorSelector selector => Pin(selector, timeMs),
        MatrixSelector selector => new MatrixSelector(selector.Position, Pin(selector.Vector, timeMs), selector.Range),
        Subquery { Shift.At.Kind: AtKind.None } subquery =>
            new Subquery(subquery.Position, subquery.Inner, subquery.Range, subquery.Step, Pin(subquery.Shift, timeMs)),
        Subquery subquery => subquery,
        Parentheses parentheses => new Parentheses(parentheses.Position, Pin(parentheses.Inner, timeMs)),
        UnaryExpression unary => new UnaryExpression(unary.Position, unary.Operator, Pin(unary.Operand, timeMs)),
        BinaryExpression binary => new BinaryExpression(
            binary.Operator, Pin(binary.Left, timeMs), Pin(binary.Right, timeMs), binary.ReturnsBool, binary.Matching),
        Aggregation aggregation => new Aggregation(
            aggregation.Position,
            aggregation.Operator,
            Pin(aggregation.Operand, timeMs),
            aggregation.Parameter is null ? null : Pin(aggregation.Parameter, timeMs),
            aggregation.Without,
            aggregation.Grouping,
            aggregation.HasGrouping),
        FunctionCall call => new FunctionCall(call.Position, call.Function, [.. call.Arguments.Select(argument => Pin(argument, timeMs))]),
        _ => expression,
    };

    private static VectorSelector Pin(VectorSelector selector, long timeMs) =>
        new(selector.Position, selector.Name, selector.Matchers, Pin(selector.Shift, timeMs), selector.Modifier);

    private static TimeShift Pin(TimeShift shift, long timeMs) =>
        shift.At.Kind == AtKind.None ? shift with { At = AtModifier.At(timeMs) } : shift;
}
