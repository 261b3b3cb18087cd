namespace Pharos.PromQL.Syntax;

/// <summary>Changes the selectors of a query: to add a label to all of them, or to take one away.</summary>
public static class SelectorEdit
{
    /// <summary>
    /// The expression with every selector, those of ranges too, replaced by what <paramref name="change"/> makes of it. Positions stay
    /// those of the original query. Recursion is bounded by <see cref="Expression.Nesting"/>.
    /// </summary>
    public static Expression Apply(Expression expression, Func<VectorSelector, VectorSelector> change)
    {
        switch (expression)
        {
            case VectorSelector selector:
                return change(selector);
            case MatrixSelector matrix:
                return new MatrixSelector(matrix.Position, change(matrix.Vector), matrix.Range);
            case Subquery subquery:
                return new Subquery(subquery.Position, Apply(subquery.Inner, change), subquery.Range, subquery.Step, subquery.Shift);
            case Parentheses parentheses:
                return new Parentheses(parentheses.Position, Apply(parentheses.Inner, change));
            case UnaryExpression unary:
                return new UnaryExpression(unary.Position, unary.Operator, Apply(unary.Operand, change));
            case FunctionCall call:
                return new FunctionCall(call.Position, call.Function, [.. call.Arguments.Select(argument => Apply(argument, change))]);
            case Aggregation aggregation:
                return new Aggregation(
                    aggregation.Position,
                    aggregation.Operator,
                    Apply(aggregation.Operand, change),
                    aggregation.Parameter is { } parameter ? Apply(parameter, change) : null,
                    aggregation.Without,
                    aggregation.Grouping,
                    aggregation.HasGrouping);
            case BinaryExpression binary:
                return ApplyToChain(binary, change);
            default:
                return expression;
        }
    }

    /// <summary>A chain of operators can be long: its left operands are followed in a loop.</summary>
    private static Expression ApplyToChain(BinaryExpression last, Func<VectorSelector, VectorSelector> change)
    {
        var chain = new Stack<BinaryExpression>();
        Expression first = last;
        while (first is BinaryExpression binary)
        {
            chain.Push(binary);
            first = binary.Left;
        }

        var left = Apply(first, change);
        foreach (var binary in chain)
        {
            left = new BinaryExpression(binary.Operator, left, Apply(binary.Right, change), binary.ReturnsBool, binary.WrittenMatching);
        }

        return left;
    }
}
