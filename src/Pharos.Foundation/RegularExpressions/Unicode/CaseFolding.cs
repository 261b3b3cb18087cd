using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Unicode;

/// <summary>
/// Unicode's simple case folding as groups of equal code points: <c>K</c>, <c>k</c> and the Kelvin sign are one group. Safe for
/// concurrent use; the table is read on first use.
/// </summary>
internal static class CaseFolding
{
    private static readonly Lazy<Table> Loaded = new(Table.Load);

    /// <summary>All code points equal to this one, itself included, ascending.</summary>
    public static RuneSet GroupOf(int rune) =>
        Loaded.Value.Groups.TryGetValue(rune, out var group) ? group : RuneSet.Of(rune);

    /// <summary>Whether another code point is equal to this one.</summary>
    public static bool HasCases(int rune) =>
        rune < 0x80 ? char.IsAsciiLetter((char)rune) : Loaded.Value.Groups.ContainsKey(rune);

    /// <summary>The set together with the other cases of its members.</summary>
    public static RuneSet Close(RuneSet set)
    {
        var builder = new RuneSetBuilder();
        builder.Add(set);
        AddCases(builder, set);
        return builder.Build();
    }

    /// <summary>Adds what the members of the set are equal to.</summary>
    public static void AddCases(RuneSetBuilder builder, RuneSet set)
    {
        foreach (var (first, last) in set)
        {
            AddCases(builder, first, last);
        }
    }

    public static void AddCases(RuneSetBuilder builder, int first, int last)
    {
        var table = Loaded.Value;
        var index = Array.BinarySearch(table.Cased, first);
        for (index = index < 0 ? ~index : index; index < table.Cased.Length && table.Cased[index] <= last; index++)
        {
            builder.Add(table.Groups[table.Cased[index]]);
        }
    }

    private sealed class Table
    {
        public Dictionary<int, RuneSet> Groups { get; } = [];

        /// <summary>The code points that have other cases, ascending.</summary>
        public int[] Cased { get; private set; } = [];

        public static Table Load()
        {
            var table = new Table();
            var facts = UnicodeFacts.Read("case-folding.txt");
            foreach (var word in facts["pairs"])
            {
                var plus = word.IndexOf('+', StringComparison.Ordinal);
                var (first, last, step) = UnicodeFacts.ParseRange(word.AsSpan(0, plus));
                var delta = UnicodeFacts.ParseHex(word.AsSpan(plus + 1));
                for (var rune = first; rune <= last; rune += step)
                {
                    table.Add([rune, rune + delta]);
                }
            }

            foreach (var word in facts["groups"])
            {
                table.Add([.. word.Split(',').Select(rune => UnicodeFacts.ParseHex(rune))]);
            }

            table.Cased = [.. table.Groups.Keys.Order()];
            return table;
        }

        private void Add(ReadOnlySpan<int> runes)
        {
            var builder = new RuneSetBuilder();
            foreach (var rune in runes)
            {
                builder.Add(rune, rune);
            }

            var group = builder.Build();
            foreach (var rune in runes)
            {
                Groups.Add(rune, group);
            }
        }
    }
}
