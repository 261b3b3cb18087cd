using System.Globalization;
using System.Text;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Time;
using Pharos.Hosting.Http;

namespace Pharos.Cli.Flags;

/// <summary>Reads a value. On failure the text says what is wrong or what is expected.</summary>
internal delegate bool TryParse<T>(string text, out T value, out string problem);

/// <summary>The kinds of values that flags take.</summary>
internal static class FlagType
{
    public static bool Text(string text, out string value, out string problem)
    {
        (value, problem) = (text, "");
        return true;
    }

    public static TryParse<int> Integer(int minimum, int maximum = int.MaxValue) => (string text, out int value, out string problem) =>
    {
        problem = maximum == int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"expected a whole number of at least {minimum}")
            : string.Create(CultureInfo.InvariantCulture, $"expected a whole number from {minimum} to {maximum}");
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= minimum && value <= maximum;
    };

    /// <summary>A time in milliseconds, or anything else that 64 bits hold.</summary>
    public static bool Long(string text, out long value, out string problem)
    {
        problem = "expected a whole number of 64 bits";
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A duration as Go writes it, which the reference's tools take where its server takes one of the other kind.</summary>
    public static bool GoTime(string text, out TimeSpan value, out string problem)
    {
        var ok = GoDuration.TryParse(text, out var nanoseconds, out problem);
        value = new TimeSpan(nanoseconds / TimeSpan.NanosecondsPerTick);
        return ok;
    }

    /// <summary>A name and a value with an equals sign or a colon between them.</summary>
    public static bool Pair(string text, out KeyValuePair<string, string> value, out string problem)
    {
        problem = "expected KEY=VALUE";
        var at = text.AsSpan().IndexOfAny('=', ':');
        value = at < 0 ? default : new(text[..at], text[(at + 1)..]);
        return at >= 0;
    }

    public static bool Duration(string text, out TimeSpan value, out string problem)
    {
        var ok = PrometheusDuration.TryParse(Encoding.UTF8.GetBytes(text), out var milliseconds, out problem);
        value = TimeSpan.FromMilliseconds(milliseconds);
        problem += ", expected one such as 30s, 5m or 1h30m";
        return ok;
    }

    public static TryParse<long> Bytes(long minimum, long maximum) => (string text, out long value, out string problem) =>
    {
        if (!ByteSize.TryParse(text, out value, out problem))
        {
            return false;
        }

        problem = $"expected a size from {ByteSize.Format(minimum)} to {ByteSize.Format(maximum)}";
        return value >= minimum && value <= maximum;
    };

    public static TryParse<T> OneOf<T>(params (string Name, T Value)[] choices) => Choice(StringComparison.Ordinal, choices);

    /// <summary>One of some names, in capitals too.</summary>
    public static TryParse<T> OneOfInAnyCase<T>(params (string Name, T Value)[] choices) => Choice(StringComparison.OrdinalIgnoreCase, choices);

    public static bool Address(string text, out ListenAddress value, out string problem)
    {
        var ok = ListenAddress.TryParse(text, out value, out problem);
        problem += ", expected host:port or :port";
        return ok;
    }

    private static TryParse<T> Choice<T>(StringComparison comparison, (string Name, T Value)[] choices) => (string text, out T value, out string problem) =>
    {
        problem = "expected one of " + string.Join(", ", choices.Select(static choice => choice.Name));
        var index = Array.FindIndex(choices, choice => string.Equals(choice.Name, text, comparison));
        value = index < 0 ? choices[0].Value : choices[index].Value;
        return index >= 0;
    };
}
