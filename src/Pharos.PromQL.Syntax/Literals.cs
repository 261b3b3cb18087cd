using System.Text;

namespace Pharos.PromQL.Syntax;

/// <summary>A number, signed: the parser takes a sign in front of it into the literal. A duration is its seconds.</summary>
public sealed class NumberLiteral(TextSpan position, double value, bool isDuration) : Expression(position)
{
    public double Value { get; } = value;

    /// <summary>Whether it was written as a duration (<c>5m</c>), and is printed as one.</summary>
    public bool IsDuration { get; } = isDuration;

    public override ExpressionType Type => ExpressionType.Scalar;
}

/// <summary>A string without its quotes and escapes. The bytes need not be UTF-8: <c>"\xff"</c>.</summary>
public sealed class StringLiteral(TextSpan position, ReadOnlyMemory<byte> value) : Expression(position)
{
    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <summary>The value as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Value.Span);

    public override ExpressionType Type => ExpressionType.String;
}
