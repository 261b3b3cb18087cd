using System.Diagnostics;
using Pharos.PromQL.Syntax.Parsing;

namespace Pharos.PromQL.Syntax;

/// <summary>A duration that is computed: <c>step() * 2</c>.</summary>
public sealed class DurationOperation : DurationExpression
{
    // 2^63 nanoseconds.
    private const double LimitSeconds = 9223372036.854775807;

    public DurationOperation(
        TextSpan position,
        DurationOperator @operator,
        DurationExpression? left,
        DurationExpression? right,
        bool isParenthesized)
        : base(position, Math.Max(left?.Nesting ?? 0, right?.Nesting ?? 0) + 1)
    {
        Operator = @operator;
        Left = left;
        Right = right;
        IsParenthesized = isParenthesized;
    }

    public DurationOperator Operator { get; }

    /// <summary>Null where the operator has one operand or none.</summary>
    public DurationExpression? Left { get; }

    /// <summary>Null for <see cref="DurationOperator.Step"/> and <see cref="DurationOperator.Range"/>.</summary>
    public DurationExpression? Right { get; }

    /// <summary>Whether it is printed in parentheses.</summary>
    public bool IsParenthesized { get; }

    public override long Resolve(long stepMs, long rangeMs)
    {
        var seconds = Checked(stepMs, rangeMs);
        return seconds > 0 ? ToMilliseconds(seconds) : throw new PromQLDurationException("duration must be greater than 0", Position);
    }

    public override long ResolveOffset(long stepMs, long rangeMs) => ToMilliseconds(Checked(stepMs, rangeMs));

    internal DurationOperation InParentheses() => IsParenthesized ? this : new(Position, Operator, Left, Right, true);

    internal override double Seconds(double stepSeconds, double rangeSeconds)
    {
        var left = Left?.Seconds(stepSeconds, rangeSeconds) ?? 0;
        var right = Right?.Seconds(stepSeconds, rangeSeconds) ?? 0;
        return Operator switch
        {
            DurationOperator.Add => left + right,
            DurationOperator.Subtract => left - right,
            DurationOperator.Multiply => left * right,
            DurationOperator.Divide when right == 0 => throw new PromQLDurationException("division by zero", Position),
            DurationOperator.Divide => left / right,
            DurationOperator.Modulo when right == 0 => throw new PromQLDurationException("modulo by zero", Position),
            DurationOperator.Modulo => left % right,
            DurationOperator.Power => Math.Pow(left, right),
            DurationOperator.MinOf => Math.Min(left, right),
            DurationOperator.MaxOf => Math.Max(left, right),
            DurationOperator.Negate => -right,
            DurationOperator.Identity => right,
            DurationOperator.Step => stepSeconds,
            DurationOperator.Range => rangeSeconds,
            _ => throw new UnreachableException(),
        };
    }

    private double Checked(long stepMs, long rangeMs)
    {
        var seconds = Seconds(NumberText.ToSeconds(stepMs), NumberText.ToSeconds(rangeMs));
        return double.IsFinite(seconds) ? seconds : throw new PromQLDurationException("duration is NaN or infinite", Position);
    }

    private long ToMilliseconds(double seconds) => seconds is <= LimitSeconds and >= -LimitSeconds
        ? (long)(seconds * 1000)
        : throw new PromQLDurationException("duration is out of range", Position);
}
