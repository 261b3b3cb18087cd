using System.Globalization;
using System.Text;
using Pharos.Foundation.Text;

namespace Pharos.Foundation.Time;

/// <summary>
/// Durations as flags, configuration files and PromQL write them: whole numbers with the units y, w, d, h, m, s, ms in this order, each at
/// most once (<c>1h30m</c>), or a bare <c>0</c>. A year has 365 days.
/// </summary>
public static class PrometheusDuration
{
    /// <summary>The longest duration the reference can hold, in nanoseconds in 64 bits; about 292 years.</summary>
    private const long MaxMilliseconds = long.MaxValue / 1_000_000;

    private static ReadOnlySpan<long> UnitMilliseconds =>
        [365L * 24 * 60 * 60 * 1000, 7L * 24 * 60 * 60 * 1000, 24L * 60 * 60 * 1000, 60L * 60 * 1000, 60L * 1000, 1000L, 1L];

    private static readonly string[] UnitNames = ["y", "w", "d", "h", "m", "s", "ms"];

    /// <summary>Reads a duration. On failure <paramref name="error"/> says why, in the reference's words.</summary>
    public static bool TryParse(string text, out TimeSpan duration, out string error)
    {
        duration = default;
        error = "";
        if (text == "0")
        {
            return true;
        }

        if (text.Length == 0)
        {
            error = "empty duration string";
            return false;
        }

        var totalMs = 0L;
        var previousUnit = -1;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var digits = rest[..CountWhile(rest, isDigit: true)];
            rest = rest[digits.Length..];
            var name = rest[..CountWhile(rest, isDigit: false)];
            rest = rest[name.Length..];
            if (digits.IsEmpty || name.IsEmpty || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                error = NotValid(text);
                return false;
            }

            var unit = IndexOfUnit(name);
            if (unit < 0)
            {
                error = $"unknown unit {GoQuote.Quote(name.ToString())} in duration {GoQuote.Quote(text)}";
                return false;
            }

            if (unit <= previousUnit)
            {
                error = NotValid(text);
                return false;
            }

            if (count > (MaxMilliseconds - totalMs) / UnitMilliseconds[unit])
            {
                error = "duration out of range";
                return false;
            }

            totalMs += count * UnitMilliseconds[unit];
            previousUnit = unit;
        }

        duration = TimeSpan.FromMilliseconds(totalMs);
        return true;
    }

    /// <summary>The shortest usual form; years and weeks only where they come out even, as the reference prints them.</summary>
    public static string Format(TimeSpan duration)
    {
        var ms = (long)duration.TotalMilliseconds;
        if (ms == 0)
        {
            return "0s";
        }

        var text = new StringBuilder();
        if (ms < 0)
        {
            text.Append('-');
            ms = -ms;
        }

        for (var unit = 0; unit < UnitNames.Length; unit++)
        {
            var size = UnitMilliseconds[unit];
            var evenOnly = unit < 3 && UnitNames[unit] != "d";
            if (ms >= size && (!evenOnly || ms % size == 0))
            {
                text.Append(CultureInfo.InvariantCulture, $"{ms / size}{UnitNames[unit]}");
                ms %= size;
            }
        }

        return text.ToString();
    }

    private static string NotValid(string text) => $"not a valid duration string: {GoQuote.Quote(text)}";

    private static int CountWhile(ReadOnlySpan<char> text, bool isDigit)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]) == isDigit)
        {
            count++;
        }

        return count;
    }

    private static int IndexOfUnit(ReadOnlySpan<char> name)
    {
        for (var unit = 0; unit < UnitNames.Length; unit++)
        {
            if (name.SequenceEqual(UnitNames[unit]))
            {
                return unit;
            }
        }

        return -1;
    }
}
