using Pharos.Foundation.Templates;
using Pharos.Foundation.Time;

namespace Pharos.Rules.Templating;

/// <summary>A moment as templates have it, with the methods that are of use there.</summary>
internal sealed class GoTime(DateTimeOffset time) : TemplateObject
{
    public override string TypeName => "*time.Time";

    /// <summary>Of seconds since 1970, to the millisecond.</summary>
    public static GoTime OfSeconds(double seconds)
    {
        var nanoseconds = seconds * 1e9;
        if (nanoseconds is >= 9223372036854775807.0 or < -9223372036854775808.0)
        {
            throw new TemplateFunctionException(
                $"{TemplateText.Of(seconds)} cannot be represented as a nanoseconds timestamp since it overflows int64");
        }

        return new GoTime(DateTimeOffset.FromUnixTimeMilliseconds((long)nanoseconds / 1_000_000));
    }

    public override TemplateFunction? Method(string name) => name switch
    {
        "Format" => TemplateFunction.OfText(name, layout => GoTimeLayout.Format(time, layout)),
        "Unix" => Plain(name, () => time.ToUnixTimeSeconds()),
        "UnixMilli" => Plain(name, () => time.ToUnixTimeMilliseconds()),
        "UTC" => Plain(name, () => new GoTime(time.ToUniversalTime())),
        "Year" => Plain(name, () => (long)time.Year),
        "Day" => Plain(name, () => (long)time.Day),
        "Hour" => Plain(name, () => (long)time.Hour),
        "Minute" => Plain(name, () => (long)time.Minute),
        "Second" => Plain(name, () => (long)time.Second),
        "YearDay" => Plain(name, () => (long)time.DayOfYear),
        "Month" => Plain(name, () => GoTimeLayout.Format(time, "January")),
        "Weekday" => Plain(name, () => GoTimeLayout.Format(time, "Monday")),
        "String" => Plain(name, ToString),
        _ => null,
    };

    public override string ToString() => GoTimeLayout.Format(time, "2006-01-02 15:04:05.999999999 -0700 MST");

    private static TemplateFunction Plain(string name, Func<object?> body) => new(name, [], _ => body());
}

/// <summary>A length of time as templates have it.</summary>
internal sealed class GoTimeSpan(long nanoseconds) : TemplateObject
{
    public override string TypeName => "*time.Duration";

    public double Seconds => nanoseconds / 1e9;

    public override TemplateFunction? Method(string name) => name switch
    {
        "Seconds" => new(name, [], _ => Seconds),
        "Minutes" => new(name, [], _ => nanoseconds / 6e10),
        "Hours" => new(name, [], _ => nanoseconds / 3.6e12),
        "Milliseconds" => new(name, [], _ => nanoseconds / 1_000_000),
        "String" => new(name, [], _ => ToString()),
        _ => null,
    };

    public override bool IsTrue => nanoseconds != 0;

    public override string ToString() => GoDuration.Format(nanoseconds);
}
