namespace Pharos.PromQL.Syntax;

/// <summary>A number of seconds, <c>5m</c> or <c>300</c>, signed in an offset.</summary>
public sealed class DurationLiteral : DurationExpression
{
    private const double NanosecondsPerSecond = 1e9;
    private const long NanosecondsPerMillisecond = 1_000_000;

    public DurationLiteral(TextSpan position, double seconds, bool isDuration)
        : base(position, 0)
    {
        Value = seconds;
        IsDuration = isDuration;
        Nanoseconds = (long)Math.Round(seconds * NanosecondsPerSecond, MidpointRounding.AwayFromZero);
    }

    /// <summary>Seconds, as written.</summary>
    public double Value { get; }

    /// <summary>Whether it was written with units.</summary>
    public bool IsDuration { get; }

    /// <summary>Rounded towards zero.</summary>
    public long Milliseconds => Nanoseconds / NanosecondsPerMillisecond;

    internal long Nanoseconds { get; }

    public override long Resolve(long stepMs, long rangeMs) => Milliseconds;

    public override long ResolveOffset(long stepMs, long rangeMs) => Milliseconds;

    internal override double Seconds(double stepSeconds, double rangeSeconds) => Value;
}
