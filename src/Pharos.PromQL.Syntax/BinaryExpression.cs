namespace Pharos.PromQL.Syntax;

public sealed class BinaryExpression : Expression
{
    /// <summary>
    /// <paramref name="matching"/> is as written; null where nothing is. It only stays when both operands are instant vectors.
    /// </summary>
    public BinaryExpression(BinaryOperator @operator, Expression left, Expression right, bool returnsBool, VectorMatching? matching)
        : base(new TextSpan(left.Position.Start, right.Position.End), left, right)
    {
        Operator = @operator;
        Left = left;
        Right = right;
        ReturnsBool = returnsBool;
        WrittenMatching = matching ?? VectorMatching.Default;
        Type = left.Type == ExpressionType.Scalar && right.Type == ExpressionType.Scalar ? ExpressionType.Scalar : ExpressionType.Vector;
        Nesting = Math.Max(left.Nesting, right.Nesting + 1);
        if (left.Type == ExpressionType.Vector && right.Type == ExpressionType.Vector)
        {
            Matching = BinaryOperators.IsSet(@operator) && WrittenMatching.Cardinality == MatchCardinality.OneToOne
                ? WrittenMatching with { Cardinality = MatchCardinality.ManyToMany }
                : WrittenMatching;
        }
    }

    public BinaryOperator Operator { get; }

    public Expression Left { get; }

    public Expression Right { get; }

    /// <summary>Whether a comparison gives 0 or 1 rather than filtering.</summary>
    public bool ReturnsBool { get; }

    /// <summary>How series find each other: there if and only if both operands are instant vectors.</summary>
    public VectorMatching? Matching { get; }

    public override ExpressionType Type { get; }

    /// <summary>What the type check has to judge, operands being what they may.</summary>
    internal VectorMatching WrittenMatching { get; }
}
