using System.Globalization;
using Pharos.Foundation.Numbers;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>Times on the command line: seconds since 1970, or as RFC 3339 has them.</summary>
internal static class QueryTimes
{
    /// <summary>What asks for all there is.</summary>
    private static readonly TimeSpan Always = TimeSpan.FromHours(9999);

    /// <exception cref="PromtoolException">It is no time.</exception>
    public static DateTimeOffset Parse(string text, string what)
    {
        if (GoFloat.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var seconds) && Math.Abs(seconds) < 1e11)
        {
            return DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(decimal.Truncate((decimal)seconds * TimeSpan.TicksPerSecond)));
        }

        return text.Length >= 20 && text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : throw new PromtoolException($"error parsing {what}: cannot parse \"{text}\" to a valid timestamp");
    }

    /// <summary>Both ends of a range; far away where nothing is said.</summary>
    public static KeyValuePair<string, string>[] Range(string? start, string? end)
    {
        var now = TimeProvider.System.GetUtcNow();
        return
        [
            new("start", Seconds(string.IsNullOrEmpty(start) ? now - Always : Parse(start, "start time"))),
            new("end", Seconds(string.IsNullOrEmpty(end) ? now + Always : Parse(end, "end time"))),
        ];
    }

    public static string Seconds(DateTimeOffset time) =>
        ((decimal)(time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture);
}
