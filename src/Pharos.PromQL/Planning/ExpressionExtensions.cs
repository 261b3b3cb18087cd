using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Planning;

internal static class ExpressionExtensions
{
    /// <summary>What stands within the parentheses, if there are any.</summary>
    public static Expression WithoutParentheses(this Expression expression)
    {
        while (expression is Parentheses parentheses)
        {
            expression = parentheses.Inner;
        }

        return expression;
    }
}
