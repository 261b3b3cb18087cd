using Pharos.Foundation.Numbers;
using Pharos.Foundation.Templates;
using Pharos.Foundation.Text;

namespace Pharos.Rules.Templating;

/// <summary>Numbers for people.</summary>
internal static class Humanizing
{
    private static readonly string[] LargePrefixes = ["", "k", "M", "G", "T", "P", "E", "Z", "Y"];
    private static readonly string[] BinaryPrefixes = ["", "ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"];
    private static readonly string[] SmallPrefixes = ["", "m", "u", "n", "p", "f", "a", "z", "y"];

    public static string Decimal(double value) => value == 0 || !double.IsFinite(value) ? Four(value)
        : Math.Abs(value) >= 1 ? Divided(value, 1000, LargePrefixes)
        : Multiplied(value);

    public static string Binary(double value) => Math.Abs(value) <= 1 || !double.IsFinite(value) ? Four(value) : Divided(value, 1024, BinaryPrefixes);

    public static string Percentage(double value) => Four(value * 100) + "%";

    public static string Duration(double seconds)
    {
        if (!double.IsFinite(seconds))
        {
            return Four(seconds);
        }

        if (seconds == 0)
        {
            return Four(seconds) + "s";
        }

        if (Math.Abs(seconds) < 1)
        {
            return Multiplied(seconds) + "s";
        }

        var sign = seconds < 0 ? "-" : "";
        seconds = Math.Abs(seconds);
        var whole = (long)seconds;
        var (days, hours, minutes) = (whole / 86_400, whole / 3600 % 24, whole / 60 % 60);
        return sign + (days != 0 ? FormattableString.Invariant($"{days}d {hours}h {minutes}m {whole % 60}s")
            : hours != 0 ? FormattableString.Invariant($"{hours}h {minutes}m {whole % 60}s")
            : minutes != 0 ? FormattableString.Invariant($"{minutes}m {whole % 60}s")
            : Four(seconds) + "s");
    }

    public static string Timestamp(double seconds) => double.IsFinite(seconds) ? GoTime.OfSeconds(seconds).ToString() : Four(seconds);

    /// <summary>Texts that are numbers count as these.</summary>
    public static double Number(object? value) => value switch
    {
        double number => number,
        long number => number,
        string text => GoFloatLiteral.TryParse(text, out var number)
            ? number
            : throw new TemplateFunctionException($"strconv.ParseFloat: parsing {GoQuote.Quote(text)}: {(double.IsInfinity(number) ? "value out of range" : "invalid syntax")}"),
        GoTimeSpan span => span.Seconds,
        _ => throw new TemplateFunctionException($"can't convert {TemplateType.NameOf(value)} to float"),
    };

    private static string Divided(double value, double step, string[] prefixes)
    {
        var at = 0;
        while (Math.Abs(value) >= step && at < prefixes.Length - 1)
        {
            value /= step;
            at++;
        }

        return Four(value) + prefixes[at];
    }

    private static string Multiplied(double value)
    {
        var at = 0;
        while (Math.Abs(value) < 1 && at < SmallPrefixes.Length - 1)
        {
            value *= 1000;
            at++;
        }

        return Four(value) + SmallPrefixes[at];
    }

    /// <summary>With four digits that count.</summary>
    private static string Four(double value) => double.IsFinite(value) ? GoFloatPrecision.Format(value, 'g', 4)
        : double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}
