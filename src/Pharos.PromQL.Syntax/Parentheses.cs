namespace Pharos.PromQL.Syntax;

/// <summary>Parentheses as they were written; they mean nothing once the tree is there, but are printed again.</summary>
public sealed class Parentheses(TextSpan position, Expression inner) : Expression(position, inner)
{
    public Expression Inner { get; } = inner;

    public override ExpressionType Type => Inner.Type;
}
