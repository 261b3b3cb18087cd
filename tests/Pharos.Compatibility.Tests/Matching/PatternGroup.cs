using System.Buffers;
using System.Text;
using Pharos.Testing.RegularExpressions;

namespace Pharos.Compatibility.Tests.Matching;

/// <summary>
/// Patterns and the values that come with them, each value a series' label. A group has a metric name and a label name of its own, so
/// that a selector is held against the values of its group alone.
/// </summary>
internal sealed record PatternGroup(string Metric, string Label, IReadOnlyList<string> Patterns, IReadOnlyList<string> Values)
{
    private const int Seed = 31_400;

    /// <summary>Characters that mean something in a pattern, to make of valid ones more and of some no valid ones.</summary>
    private const string Meaningful = "()[]{}*+?|^$\\.-,:0";

    /// <summary>Groups that have all together as many patterns as asked for; the same each time.</summary>
    public static IReadOnlyList<PatternGroup> Generate(int groups, int patternsEach)
    {
        var random = new Random(Seed);
        return
        [
            .. RegexCases.Generate(Seed).Chunk(patternsEach).Take(groups).Select((cases, index) => new PatternGroup(
                FormattableString.Invariant($"m{index}"),
                FormattableString.Invariant($"v{index}"),
                [.. cases.Select(one => random.Next(4) == 0 ? Damage(random, one.Pattern) : one.Pattern)],
                [.. cases.SelectMany(static one => one.Values).Where(IsValue).Select(Encoding.UTF8.GetString).Distinct()])),
        ];
    }

    private static bool IsValue(byte[] value) => value.Length > 0 && IsUtf8(value);

    /// <summary>A scrape refuses what is no UTF-8, and JSON could not give it back.</summary>
    private static bool IsUtf8(byte[] value)
    {
        ReadOnlySpan<byte> rest = value;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    private static string Damage(Random random, string pattern)
    {
        var place = random.Next(pattern.Length + 1);
        while (place < pattern.Length && char.IsLowSurrogate(pattern[place]))
        {
            place++;
        }

        return random.Next(3) == 0 && place < pattern.Length && !char.IsSurrogate(pattern[place])
            ? pattern.Remove(place, 1)
            : pattern.Insert(place, Meaningful[random.Next(Meaningful.Length)].ToString());
    }
}
