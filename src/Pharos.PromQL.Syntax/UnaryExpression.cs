namespace Pharos.PromQL.Syntax;

public enum UnaryOperator : byte
{
    Plus,
    Minus,
}

/// <summary>A sign in front of anything but a number.</summary>
public sealed class UnaryExpression(TextSpan position, UnaryOperator @operator, Expression operand) : Expression(position, operand)
{
    public UnaryOperator Operator { get; } = @operator;

    public Expression Operand { get; } = operand;

    public override ExpressionType Type => Operand.Type;
}
