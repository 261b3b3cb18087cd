using System.Globalization;
using Pharos.Foundation.Time;

namespace Pharos.PromQL.Tests.Scripts;

/// <summary>When the counters of a line of samples began, as offsets from each sample: <c>_ -1m -1mx3 -1m+10sx2 _x4</c>.</summary>
internal static class StartSequence
{
    public static IReadOnlyList<long?> Parse(string text)
    {
        var starts = new List<long?>();
        foreach (var item in text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            Add(starts, item);
        }

        return starts;
    }

    private static void Add(List<long?> starts, string item)
    {
        if (item[0] == '_')
        {
            var count = item.Length == 1 ? 1 : Count(item[1..]);
            starts.AddRange(Enumerable.Repeat<long?>(null, count));
            return;
        }

        var (start, rest) = Duration(item);
        if (rest.Length == 0)
        {
            starts.Add(start);
            return;
        }

        var step = 0L;
        if (rest[0] != 'x')
        {
            (step, rest) = Duration(rest);
        }

        for (var left = Count(rest); left >= 0; left--)
        {
            starts.Add(start);
            start += step;
        }
    }

    private static int Count(string text) => text[0] == 'x'
        ? int.Parse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture)
        : throw new FormatException($"expected x and a number, found {text}");

    private static (long Milliseconds, string Others) Duration(string text)
    {
        var end = 1;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (char.IsAsciiLetter(text[end]) && text[end] != 'x')))
        {
            end++;
        }

        var isNegative = text[0] == '-';
        var digits = text[0] is '-' or '+' ? text[1..end] : text[..end];
        var milliseconds = (long)PrometheusDuration.Parse(digits).TotalMilliseconds;
        return (isNegative ? -milliseconds : milliseconds, text[end..]);
    }
}
