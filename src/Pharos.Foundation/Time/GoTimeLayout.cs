using System.Globalization;
using System.Text;

namespace Pharos.Foundation.Time;

/// <summary>Times in layouts that show how the time 2006-01-02 15:04:05 would look: Go's <c>Time.Format</c>.</summary>
public static class GoTimeLayout
{
    /// <summary>Pieces of layouts, of which the first that fits is taken: longer ones stand before those that they begin with.</summary>
    private static readonly (string Piece, Func<DateTimeOffset, string> Write)[] Pieces =
    [
        ("January", static time => Named(time, "MMMM")),
        ("Jan", static time => Named(time, "MMM")),
        ("Monday", static time => Named(time, "dddd")),
        ("Mon", static time => Named(time, "ddd")),
        ("MST", static time => time.Offset == TimeSpan.Zero ? "UTC" : Offset(time, "", withMinutes: time.Offset.Minutes != 0)),
        ("2006", static time => Number(time.Year, 4)),
        ("-07:00:00", static time => Offset(time, ":") + ":00"),
        ("-070000", static time => Offset(time, "") + "00"),
        ("-07:00", static time => Offset(time, ":")),
        ("-0700", static time => Offset(time, "")),
        ("-07", static time => Offset(time, "", withMinutes: false)),
        ("Z07:00:00", static time => time.Offset == TimeSpan.Zero ? "Z" : Offset(time, ":") + ":00"),
        ("Z070000", static time => time.Offset == TimeSpan.Zero ? "Z" : Offset(time, "") + "00"),
        ("Z07:00", static time => time.Offset == TimeSpan.Zero ? "Z" : Offset(time, ":")),
        ("Z0700", static time => time.Offset == TimeSpan.Zero ? "Z" : Offset(time, "")),
        ("Z07", static time => time.Offset == TimeSpan.Zero ? "Z" : Offset(time, "", withMinutes: false)),
        ("002", static time => Number(time.DayOfYear, 3)),
        ("__2", static time => Number(time.DayOfYear, 1).PadLeft(3)),
        ("_2", static time => Number(time.Day, 1).PadLeft(2)),
        ("01", static time => Number(time.Month, 2)),
        ("02", static time => Number(time.Day, 2)),
        ("03", static time => Number(Twelve(time), 2)),
        ("04", static time => Number(time.Minute, 2)),
        ("05", static time => Number(time.Second, 2)),
        ("06", static time => Number(time.Year % 100, 2)),
        ("15", static time => Number(time.Hour, 2)),
        ("PM", static time => time.Hour >= 12 ? "PM" : "AM"),
        ("pm", static time => time.Hour >= 12 ? "pm" : "am"),
        ("1", static time => Number(time.Month, 1)),
        ("2", static time => Number(time.Day, 1)),
        ("3", static time => Number(Twelve(time), 1)),
        ("4", static time => Number(time.Minute, 1)),
        ("5", static time => Number(time.Second, 1)),
    ];

    public static string Format(DateTimeOffset time, string layout)
    {
        var result = new StringBuilder();
        var rest = layout.AsSpan();
        while (!rest.IsEmpty)
        {
            rest = rest[Write(result, time, rest)..];
        }

        return result.ToString();
    }

    /// <summary>Returns how much of the layout it was.</summary>
    private static int Write(StringBuilder result, DateTimeOffset time, ReadOnlySpan<char> layout)
    {
        if (FractionLength(layout) is > 0 and var digits)
        {
            result.Append(Fraction(time, layout[..(digits + 1)]));
            return digits + 1;
        }

        // An underscore before a year is only that.
        if (layout.StartsWith("_2006", StringComparison.Ordinal))
        {
            result.Append('_').Append(Number(time.Year, 4));
            return 5;
        }

        foreach (var (piece, write) in Pieces)
        {
            // "Jan" and "Mon" are no months and days within other words.
            if (layout.StartsWith(piece, StringComparison.Ordinal) && (piece is not ("Jan" or "Mon") || layout.Length == 3 || !char.IsAsciiLetterLower(layout[3])))
            {
                result.Append(write(time));
                return piece.Length;
            }
        }

        result.Append(layout[0]);
        return 1;
    }

    /// <summary>How many zeros or nines stand behind a point or a comma, if nothing but they do.</summary>
    private static int FractionLength(ReadOnlySpan<char> layout)
    {
        if (layout.Length < 2 || layout[0] is not ('.' or ',') || layout[1] is not ('0' or '9'))
        {
            return 0;
        }

        var end = layout[1..].IndexOfAnyExcept(layout[1]);
        var digits = end < 0 ? layout.Length - 1 : end;
        return digits + 1 < layout.Length && char.IsAsciiDigit(layout[digits + 1]) ? 0 : digits;
    }

    /// <summary>Nines leave out what is zero at the end.</summary>
    private static string Fraction(DateTimeOffset time, ReadOnlySpan<char> layout)
    {
        var all = (time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick).ToString("000000000", CultureInfo.InvariantCulture);
        var digits = all.PadRight(layout.Length - 1, '0')[..(layout.Length - 1)];
        digits = layout[1] == '9' ? digits.TrimEnd('0') : digits;
        return digits.Length == 0 ? "" : layout[0] + digits;
    }

    private static string Named(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);

    private static int Twelve(DateTimeOffset time) => time.Hour % 12 == 0 ? 12 : time.Hour % 12;

    private static string Number(int value, int digits) => value.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');

    private static string Offset(DateTimeOffset time, string separator, bool withMinutes = true)
    {
        var offset = time.Offset.Duration();
        return (time.Offset < TimeSpan.Zero ? "-" : "+") + Number(offset.Hours, 2) + (withMinutes ? separator + Number(offset.Minutes, 2) : "");
    }
}
