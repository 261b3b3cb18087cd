using Pharos.Model;

namespace Pharos.PromQL.Syntax;

/// <summary>How the edges of a range, or an instant, are met; <c>anchored</c> and <c>smoothed</c> are experimental.</summary>
public enum SelectorModifier : byte
{
    None,
    Anchored,
    Smoothed,
}

/// <summary>Series by their labels: <c>up{job="node"}</c>.</summary>
public sealed class VectorSelector(
    TextSpan position,
    byte[]? name,
    IReadOnlyList<Matcher> matchers,
    TimeShift shift,
    SelectorModifier modifier) : Expression(position)
{
    /// <summary>
    /// The metric's name if it stands in front of the braces; null in <c>{__name__="up"}</c> and <c>{"up"}</c>. UTF-8, not to be changed.
    /// </summary>
    public byte[]? Name { get; } = name;

    /// <summary>All conditions in the order in which they are written, the one for <see cref="Name"/> last.</summary>
    public IReadOnlyList<Matcher> Matchers { get; } = matchers;

    public TimeShift Shift { get; } = shift;

    public SelectorModifier Modifier { get; } = modifier;

    public override ExpressionType Type => ExpressionType.Vector;

    /// <summary>The same selector with other conditions.</summary>
    public VectorSelector WithMatchers(IReadOnlyList<Matcher> matchers) => new(Position, Name, matchers, Shift, Modifier);
}

/// <summary>Series and their samples in a range: <c>up[5m]</c>. Time shift and modifier are those of <see cref="Vector"/>.</summary>
public sealed class MatrixSelector(TextSpan position, VectorSelector vector, DurationExpression range) : Expression(position, vector)
{
    public VectorSelector Vector { get; } = vector;

    public DurationExpression Range { get; } = range;

    public override ExpressionType Type => ExpressionType.Matrix;
}

/// <summary>An instant vector evaluated at steps of a range: <c>rate(x[5m])[1h:1m]</c>.</summary>
public sealed class Subquery(TextSpan position, Expression inner, DurationExpression range, DurationExpression? step, TimeShift shift)
    : Expression(position, inner)
{
    public Expression Inner { get; } = inner;

    public DurationExpression Range { get; } = range;

    /// <summary>Null for <c>[1h:]</c>: the default step of the engine.</summary>
    public DurationExpression? Step { get; } = step;

    public TimeShift Shift { get; } = shift;

    public override ExpressionType Type => ExpressionType.Matrix;
}
