namespace Pharos.PromQL.Syntax;

/// <summary>
/// A range, a subquery's step, or an offset. Nearly always a <see cref="DurationLiteral"/>; otherwise a <see cref="DurationOperation"/>,
/// whose value depends on the query's step and range. Immutable.
/// </summary>
public abstract class DurationExpression
{
    private protected DurationExpression(TextSpan position, int nesting)
    {
        Position = position;
        Nesting = nesting;
    }

    /// <summary>Where the reference says it stands, in messages: parentheses around it do not count.</summary>
    public TextSpan Position { get; }

    internal int Nesting { get; }

    /// <summary>The value for ranges and steps, which have to be positive.</summary>
    /// <param name="stepMs">The query's step, 0 for an instant query.</param>
    /// <param name="rangeMs">From the query's start to its end, 0 for an instant query.</param>
    /// <returns>Milliseconds.</returns>
    /// <exception cref="PromQLDurationException">It is not positive, not finite, too large, or divides by zero.</exception>
    public abstract long Resolve(long stepMs, long rangeMs);

    /// <summary>As <see cref="Resolve"/>, for offsets: zero and negative values are allowed.</summary>
    public abstract long ResolveOffset(long stepMs, long rangeMs);

    internal abstract double Seconds(double stepSeconds, double rangeSeconds);
}
