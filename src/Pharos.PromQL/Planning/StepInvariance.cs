using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Planning;

/// <summary>Tells which parts of a query have the same value at every step, because all they read is pinned to a time.</summary>
internal sealed class StepInvariance
{
    private readonly Dictionary<Expression, bool> _known = new(ReferenceEqualityComparer.Instance);

    public bool Holds(Expression expression)
    {
        if (!_known.TryGetValue(expression, out var holds))
        {
            holds = Judge(expression);
            _known.Add(expression, holds);
        }

        return holds;
    }

    private bool Judge(Expression expression) => expression switch
    {
        NumberLiteral or StringLiteral => true,
        VectorSelector selector => selector.Shift.At.Kind != AtKind.None,
        MatrixSelector selector => Holds(selector.Vector),
        Subquery subquery => subquery.Shift.At.Kind != AtKind.None,
        Parentheses parentheses => Holds(parentheses.Inner),
        UnaryExpression unary => Holds(unary.Operand),

        // The parameter is not asked: where the samples are pinned, it is taken from the first step.
        Aggregation aggregation => Holds(aggregation.Operand),
        BinaryExpression binary => Holds(binary.Left) && Holds(binary.Right),
        FunctionCall call => Judge(call),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private bool Judge(FunctionCall call)
    {
        var arguments = true;
        foreach (var argument in call.Arguments)
        {
            arguments &= Holds(argument);
        }

        if (!arguments)
        {
            return false;
        }

        return call.Function.Id switch
        {
            // The times of samples do not change with the step, the time of anything else does.
            FunctionId.Timestamp => call.Arguments[0].WithoutParentheses() is VectorSelector,
            FunctionId.PredictLinear or FunctionId.Time => false,

            // These take the time of the step where they have no argument.
            FunctionId.DaysInMonth or FunctionId.DayOfMonth or FunctionId.DayOfWeek or FunctionId.DayOfYear or FunctionId.Hour or
                FunctionId.Minute or FunctionId.Month or FunctionId.Year => false,
            _ => true,
        };
    }
}
