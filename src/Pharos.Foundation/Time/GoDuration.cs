using System.Globalization;
using System.Text;

namespace Pharos.Foundation.Time;

/// <summary>
/// Durations as Go's time package reads and writes them, for flags and messages: <c>1h30m</c>, <c>1.5h</c>, <c>-2m0s</c>,
/// <c>300µs</c>. Hours are the largest unit; the range is that of 64-bit nanoseconds, about 292 years.
/// </summary>
/// <remarks>Configuration files have durations of another kind: <see cref="PrometheusDuration"/>.</remarks>
public static class GoDuration
{
    private const long Microsecond = 1_000;
    private const long Millisecond = 1_000_000;
    private const long Second = 1_000_000_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;

    /// <summary>What is more than a negative duration can be, in nanoseconds.</summary>
    private const ulong Limit = 1UL << 63;

    /// <summary>Nanoseconds below a hundred are cut off. Throws <see cref="FormatException"/>.</summary>
    public static TimeSpan Parse(string text) => TimeSpan.FromTicks(ParseNanoseconds(text) / TimeSpan.NanosecondsPerTick);

    /// <summary>Throws <see cref="FormatException"/>.</summary>
    public static long ParseNanoseconds(string text) =>
        TryParse(text, out var nanoseconds, out var error) ? nanoseconds : throw new FormatException(error);

    /// <summary>On failure <paramref name="error"/> says why, in Go's words.</summary>
    public static bool TryParse(string text, out long nanoseconds, out string error)
    {
        nanoseconds = 0;
        error = "time: invalid duration " + Quote(text);
        var rest = text.AsSpan();
        var isNegative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
        {
            rest = rest[1..];
        }

        if (rest is "0")
        {
            return true;
        }

        if (rest.IsEmpty)
        {
            return false;
        }

        var sum = 0UL;
        while (!rest.IsEmpty)
        {
            if (!TryTakeNumber(ref rest, out var whole, out var fraction, out var scale))
            {
                return false;
            }

            var end = rest.IndexOfAnyInRange('0', '9');
            var point = rest.IndexOf('.');
            end = Math.Min(end < 0 ? rest.Length : end, point < 0 ? rest.Length : point);
            var unit = rest[..end];
            rest = rest[end..];
            if (unit.IsEmpty)
            {
                error = "time: missing unit in duration " + Quote(text);
                return false;
            }

            var factor = FactorOf(unit);
            if (factor == 0)
            {
                error = $"time: unknown unit {Quote(unit.ToString())} in duration {Quote(text)}";
                return false;
            }

            if (whole > Limit / factor)
            {
                return false;
            }

            // Below one unit a double is exact to the nanosecond; both terms are at most 2^63 and an hour.
            sum += whole * factor + (ulong)(fraction * (factor / scale));
            if (sum > Limit)
            {
                return false;
            }
        }

        if (sum == Limit && !isNegative)
        {
            return false;
        }

        nanoseconds = isNegative ? -(long)sum : (long)sum;
        return true;
    }

    /// <summary>A span beyond 292 years is written as the longest duration there is.</summary>
    public static string Format(TimeSpan duration) => Format(long.CreateSaturating((Int128)duration.Ticks * 100));

    public static string Format(long nanoseconds)
    {
        var size = nanoseconds < 0 ? 0 - (ulong)nanoseconds : (ulong)nanoseconds;
        var sign = nanoseconds < 0 ? "-" : "";
        switch (size)
        {
            case 0:
                return "0s";
            case < Microsecond:
                return $"{sign}{size}ns";
            case < Millisecond:
                return $"{sign}{WithFraction(size, Microsecond)}µs";
            case < Second:
                return $"{sign}{WithFraction(size, Millisecond)}ms";
        }

        var hours = size / Hour;
        var minutes = size % Hour / Minute;
        var seconds = WithFraction(size % Minute, Second);
        return hours > 0 ? $"{sign}{hours}h{minutes}m{seconds}s"
            : minutes > 0 ? $"{sign}{minutes}m{seconds}s"
            : $"{sign}{seconds}s";
    }

    /// <summary>As a decimal number of units, without trailing zeros.</summary>
    private static string WithFraction(ulong size, long unit) =>
        ((decimal)size / unit).ToString("0.#########", CultureInfo.InvariantCulture);

    private static bool TryTakeNumber(ref ReadOnlySpan<char> rest, out ulong whole, out double fraction, out double scale)
    {
        whole = 0;
        fraction = 0;
        scale = 1;
        var at = 0;
        for (; at < rest.Length && char.IsAsciiDigit(rest[at]); at++)
        {
            if (whole > Limit / 10)
            {
                return false;
            }

            whole = whole * 10 + (uint)(rest[at] - '0');
            if (whole > Limit)
            {
                return false;
            }
        }

        var digits = at;
        if (at < rest.Length && rest[at] == '.')
        {
            at++;
            var digitsOfFraction = 0UL;
            for (var isFull = false; at < rest.Length && char.IsAsciiDigit(rest[at]); at++, digits++)
            {
                // Digits beyond what 63 bits hold are below any nanosecond.
                var next = isFull ? Limit + 1 : digitsOfFraction * 10 + (uint)(rest[at] - '0');
                isFull = isFull || digitsOfFraction > (Limit - 1) / 10 || next > Limit;
                if (!isFull)
                {
                    digitsOfFraction = next;
                    scale *= 10;
                }
            }

            fraction = digitsOfFraction;
        }

        rest = rest[at..];
        return digits > 0;
    }

    private static ulong FactorOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        // The micro sign and the Greek letter look the same.
        "us" or "\u00b5s" or "\u03bcs" => Microsecond,
        "ms" => Millisecond,
        "s" => Second,
        "m" => Minute,
        "h" => Hour,
        _ => 0,
    };

    /// <summary>The time package has quotes of its own: every byte that is not printable ASCII is written as a number.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var current in Encoding.UTF8.GetBytes(text))
        {
            if (current is < (byte)' ' or >= 0x80)
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\x{current:x2}");
            }
            else
            {
                quoted.Append(current is (byte)'"' or (byte)'\\' ? "\\" : "").Append((char)current);
            }
        }

        return quoted.Append('"').ToString();
    }
}
