namespace Pharos.PromQL.Syntax;

/// <summary>
/// A node of a parsed query. Trees are immutable and safe for concurrent use; what the parser returns has been type-checked.
/// </summary>
/// <remarks>
/// A chain of binary operators (<c>a + b + c …</c>) is as high as it is long, without limit: whoever walks a tree by recursion has to
/// follow the left operands of <see cref="BinaryExpression"/> in a loop. With that, recursion is never deeper than
/// <see cref="Nesting"/>, which the parser bounds by <see cref="ParserOptions.MaxNesting"/>.
/// </remarks>
public abstract class Expression
{
    private readonly Expression[] _children;

    private protected Expression(TextSpan position, params Expression[] children)
    {
        Position = position;
        _children = children;
        foreach (var child in children)
        {
            Nesting = Math.Max(Nesting, child.Nesting + 1);
        }
    }

    /// <summary>Where it stands in the query.</summary>
    public TextSpan Position { get; }

    public abstract ExpressionType Type { get; }

    /// <summary>
    /// Operands and arguments in the order in which the reference walks them: the operand of an aggregation comes before its parameter.
    /// </summary>
    public IReadOnlyList<Expression> Children => _children;

    /// <summary>The height of the tree, where the left operand of a binary operator counts as being on the operator's own level.</summary>
    public int Nesting { get; private protected init; }

    /// <summary>The expression and everything in it, parents before their children, without recursion.</summary>
    public IEnumerable<Expression> SelfAndDescendants()
    {
        var open = new Stack<Expression>();
        open.Push(this);
        while (open.TryPop(out var expression))
        {
            yield return expression;
            for (var i = expression._children.Length - 1; i >= 0; i--)
            {
                open.Push(expression._children[i]);
            }
        }
    }

    /// <summary>The query again, as <see cref="ExpressionPrinter"/> writes it.</summary>
    public override string ToString() => ExpressionPrinter.Format(this);
}
