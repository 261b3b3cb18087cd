using Pharos.Foundation.RegularExpressions;

namespace Pharos.Fuzz.Targets;

/// <summary>Matching takes time in proportion to the text: a text eight times as long takes eight times as long, give or take.</summary>
internal static class LinearTime
{
    private const int ShortBytes = 4 << 10;
    private const int Factor = 8;

    /// <summary>Generous, since caches fill up and other programs run; quadratic time would be 64.</summary>
    private const int MaxRatio = 40;

    /// <summary>Below this the clock and the collector say more than the matching.</summary>
    private static readonly TimeSpan LeastToMeasure = TimeSpan.FromMilliseconds(20);

    public static void Check(AnchoredRegex regex, ReadOnlySpan<byte> text)
    {
        // One input in sixteen, chosen by the input, so that it is the same one again.
        if (text.IsEmpty || (Foundation.Bytes.XxHash64.Hash(text) & 15) != 0)
        {
            return;
        }

        var longText = new byte[ShortBytes * Factor];
        for (var i = 0; i < longText.Length; i++)
        {
            longText[i] = text[i % text.Length];
        }

        for (var attempt = 1; ; attempt++)
        {
            var longTime = Time(regex, longText);
            if (longTime < LeastToMeasure || longTime < Time(regex, longText.AsSpan(0, ShortBytes)) * MaxRatio)
            {
                return;
            }

            // With the short text's automaton warm or not, three times in a row is no accident.
            BrokenInvariantException.Require(attempt < 3, $"{longText.Length} bytes take {longTime.TotalMilliseconds:F0} ms, more than in proportion");
        }
    }

    private static TimeSpan Time(AnchoredRegex regex, ReadOnlySpan<byte> text)
    {
        var before = Environment.CpuUsage.TotalTime;
        regex.IsMatch(text);
        return Environment.CpuUsage.TotalTime - before;
    }
}
