namespace Pharos.PromQL.Syntax;

/// <summary>An aggregation over an instant vector: <c>sum by (job) (x)</c>.</summary>
public sealed class Aggregation : Expression
{
    public Aggregation(
        TextSpan position,
        AggregateOperator @operator,
        Expression operand,
        Expression? parameter,
        bool without,
        IReadOnlyList<byte[]> grouping,
        bool hasGrouping)
        : base(position, parameter is null ? [operand] : [operand, parameter])
    {
        Operator = @operator;
        Operand = operand;
        Parameter = parameter;
        Without = without;
        Grouping = grouping;
        HasGrouping = hasGrouping;
    }

    public AggregateOperator Operator { get; }

    public Expression Operand { get; }

    /// <summary>There if <see cref="AggregateOperators.HasParameter"/>: a scalar, or the string of <c>count_values</c>.</summary>
    public Expression? Parameter { get; }

    /// <summary>Whether <see cref="Grouping"/> are the labels to drop, rather than those to keep.</summary>
    public bool Without { get; }

    /// <summary>Names of labels in UTF-8, as written; the arrays must not be changed.</summary>
    public IReadOnlyList<byte[]> Grouping { get; }

    /// <summary>Whether <c>by</c> or <c>without</c> was written, be it with an empty list.</summary>
    public bool HasGrouping { get; }

    public override ExpressionType Type => ExpressionType.Vector;
}
