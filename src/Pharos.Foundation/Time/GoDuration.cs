using System.Globalization;

namespace Pharos.Foundation.Time;

/// <summary>Durations as Go's <c>time.Duration</c> prints them: <c>1h2m3.5s</c>, <c>1.5ms</c>, <c>0s</c>.</summary>
public static class GoDuration
{
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        // Unsigned, so that the smallest TimeSpan has a magnitude too. A tick is 100 ns.
        var ticks = duration.Ticks < 0 ? 0UL - (ulong)duration.Ticks : (ulong)duration.Ticks;
        var sign = duration.Ticks < 0 ? "-" : "";
        if (ticks < TimeSpan.TicksPerSecond)
        {
            return ticks switch
            {
                < TimeSpan.TicksPerMicrosecond => $"{sign}{ticks * 100}ns",
                < TimeSpan.TicksPerMillisecond => sign + WithFraction(ticks, TimeSpan.TicksPerMicrosecond) + "µs",
                _ => sign + WithFraction(ticks, TimeSpan.TicksPerMillisecond) + "ms",
            };
        }

        var seconds = WithFraction(ticks % TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond);
        var minutes = ticks / TimeSpan.TicksPerMinute;
        return minutes switch
        {
            0 => $"{sign}{seconds}s",
            < 60 => $"{sign}{minutes}m{seconds}s",
            _ => $"{sign}{minutes / 60}h{minutes % 60}m{seconds}s",
        };
    }

    private static string WithFraction(ulong ticks, long unit)
    {
        // Integer arithmetic: a double would round the last digits of long durations.
        var whole = ticks / (ulong)unit;
        var rest = ticks % (ulong)unit;
        if (rest == 0)
        {
            return whole.ToString(CultureInfo.InvariantCulture);
        }

        var digits = unit.ToString(CultureInfo.InvariantCulture).Length - 1;
        var fraction = rest.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0').TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{whole}.{fraction}");
    }
}
