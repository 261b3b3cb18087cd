using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Text;

namespace Pharos.Foundation.Time;

/// <summary>
/// Durations of Prometheus's configuration and query language: whole numbers with the units <c>y w d h m s ms</c>, each at most
/// once and from the largest to the smallest, such as <c>1d12h</c>. A day has 24 hours, a week 7 days, a year 365.
/// </summary>
/// <remarks>The unit is the millisecond. The range is that of 64-bit nanoseconds, about 292 years, since peers count in those.</remarks>
public static class PrometheusDuration
{
    private const long Second = 1000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;
    private const long Week = 7 * Day;
    private const long Year = 365 * Day;
    private const long Longest = long.MaxValue / 1_000_000;

    /// <summary>Negative durations are not allowed. Throws <see cref="FormatException"/>.</summary>
    public static TimeSpan Parse(string text) => TryParse(Encoding.UTF8.GetBytes(text), out var milliseconds, out var error)
        ? TimeSpan.FromMilliseconds(milliseconds)
        : throw new FormatException(error);

    /// <summary>Throws <see cref="FormatException"/>.</summary>
    public static TimeSpan ParseSigned(string text) => TryParseSigned(Encoding.UTF8.GetBytes(text), out var milliseconds, out var error)
        ? TimeSpan.FromMilliseconds(milliseconds)
        : throw new FormatException(error);

    /// <summary>As <see cref="TryParse"/>, with a minus sign before the duration or without.</summary>
    public static bool TryParseSigned(ReadOnlySpan<byte> text, out long milliseconds, out string error)
    {
        if (text is not [(byte)'-', ..])
        {
            return TryParse(text, out milliseconds, out error);
        }

        var ok = TryParse(text[1..], out milliseconds, out error);
        milliseconds = -milliseconds;
        return ok;
    }

    /// <summary>On failure <paramref name="error"/> says why, in the reference's words; on success it is empty and nothing is allocated.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long milliseconds, out string error)
    {
        milliseconds = 0;
        error = "";
        if (text.IsEmpty)
        {
            error = "empty duration string";
            return false;
        }

        if (text is [(byte)'0'])
        {
            return true;
        }

        var sum = 0L;
        var smallest = long.MaxValue;
        var rest = text;
        while (!rest.IsEmpty)
        {
            if (!TryTakePart(ref rest, out var count, out var unit))
            {
                error = "not a valid duration string: " + GoQuote.Quote(text);
                return false;
            }

            var factor = FactorOf(unit);
            if (factor == 0)
            {
                error = $"unknown unit {GoQuote.Quote(unit)} in duration {GoQuote.Quote(text)}";
                return false;
            }

            if (factor >= smallest)
            {
                error = "not a valid duration string: " + GoQuote.Quote(text);
                return false;
            }

            if (count > (ulong)((Longest - sum) / factor))
            {
                error = "duration out of range";
                return false;
            }

            smallest = factor;
            sum += (long)count * factor;
        }

        milliseconds = sum;
        return true;
    }

    public static string Format(TimeSpan duration) => Format(duration.Ticks / TimeSpan.TicksPerMillisecond);

    public static string Format(long milliseconds)
    {
        var text = new ByteBuffer(32);
        Append(text, milliseconds);
        return text.ToString();
    }

    /// <summary>
    /// Writes the duration as the reference does. Years and weeks appear only when nothing smaller follows, since <c>90d</c> is easier
    /// to read than <c>12w6d</c>.
    /// </summary>
    public static void Append(ByteBuffer destination, long milliseconds)
    {
        if (milliseconds == 0)
        {
            destination.Append("0s"u8);
            return;
        }

        if (milliseconds < 0)
        {
            destination.Append((byte)'-');
        }

        var rest = milliseconds < 0 ? 0 - (ulong)milliseconds : (ulong)milliseconds;
        AppendPart(destination, ref rest, Year, "y"u8, onlyWhole: true);
        AppendPart(destination, ref rest, Week, "w"u8, onlyWhole: true);
        AppendPart(destination, ref rest, Day, "d"u8);
        AppendPart(destination, ref rest, Hour, "h"u8);
        AppendPart(destination, ref rest, Minute, "m"u8);
        AppendPart(destination, ref rest, Second, "s"u8);
        AppendPart(destination, ref rest, 1, "ms"u8);
    }

    private static void AppendPart(ByteBuffer destination, ref ulong rest, ulong factor, ReadOnlySpan<byte> unit, bool onlyWhole = false)
    {
        if (rest < factor || (onlyWhole && rest % factor != 0))
        {
            return;
        }

        DecimalText.Append(destination, rest / factor);
        destination.Append(unit);
        rest %= factor;
    }

    /// <summary>Takes digits and the unit after them; false when one of the two is missing or the number has more than 64 bits.</summary>
    private static bool TryTakePart(scoped ref ReadOnlySpan<byte> rest, out ulong count, out ReadOnlySpan<byte> unit)
    {
        count = 0;
        unit = default;
        var digits = 0;
        for (; digits < rest.Length && char.IsAsciiDigit((char)rest[digits]); digits++)
        {
            var digit = (ulong)(rest[digits] - '0');
            if (count > (ulong.MaxValue - digit) / 10)
            {
                return false;
            }

            count = count * 10 + digit;
        }

        rest = rest[digits..];
        var end = rest.IndexOfAnyInRange((byte)'0', (byte)'9');
        unit = end < 0 ? rest : rest[..end];
        rest = rest[unit.Length..];
        return digits > 0 && !unit.IsEmpty;
    }

    private static long FactorOf(ReadOnlySpan<byte> unit) => unit switch
    {
        [(byte)'m', (byte)'s'] => 1,
        [(byte)'s'] => Second,
        [(byte)'m'] => Minute,
        [(byte)'h'] => Hour,
        [(byte)'d'] => Day,
        [(byte)'w'] => Week,
        [(byte)'y'] => Year,
        _ => 0,
    };
}
