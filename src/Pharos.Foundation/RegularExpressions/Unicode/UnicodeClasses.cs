using System.Collections.Concurrent;
using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Unicode;

/// <summary>
/// The classes that <c>\p{...}</c> names: <c>Any</c>, general categories by their short names and scripts. They come from a table and not
/// from the runtime, because the runtime knows no scripts and follows a newer Unicode than the reference. Safe for concurrent use.
/// </summary>
internal static class UnicodeClasses
{
    private static readonly Lazy<Dictionary<string, List<string>>> Facts = new(() => UnicodeFacts.Read("unicode-ranges.txt"));
    private static readonly ConcurrentDictionary<string, RuneSet> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, RuneSet> KnownFolded = new(StringComparer.Ordinal);

    /// <summary>The class of that name, or null when there is none. Names are case-sensitive.</summary>
    /// <param name="name">For example <c>L</c>, <c>Lu</c> or <c>Greek</c>.</param>
    /// <param name="ignoreCase">Whether other cases of the members belong to it too.</param>
    public static RuneSet? Find(string name, bool ignoreCase)
    {
        if (ignoreCase && KnownFolded.TryGetValue(name, out var folded))
        {
            return folded;
        }

        if (!Known.TryGetValue(name, out var set))
        {
            set = Build(name);
            if (set is null)
            {
                return null;
            }

            // Only names in the table get here, so the cache is bounded.
            Known.TryAdd(name, set);
        }

        return ignoreCase ? KnownFolded.GetOrAdd(name, CaseFolding.Close(set)) : set;
    }

    private static RuneSet? Build(string name)
    {
        switch (name)
        {
            case "Any": return RuneSet.All;
            case "LC": return Union("Lu", "Ll", "Lt");
            case "Cn": return Unassigned();
            case "C": return RuneSet.Union(Union("Cc", "Cf", "Co", "Cs"), Unassigned());
        }

        var facts = Facts.Value;
        if (facts.TryGetValue(name, out var words))
        {
            return Parse(words);
        }

        return name is ['L' or 'M' or 'N' or 'P' or 'S' or 'Z'] ? Union([.. facts.Keys.Where(key => IsCategory(key) && key[0] == name[0])]) : null;
    }

    /// <summary>Whether a name in the table is a category's; the only script with two letters is <c>Yi</c>.</summary>
    private static bool IsCategory(string key) => key is ['C' or 'L' or 'M' or 'N' or 'P' or 'S' or 'Z', _];

    private static RuneSet Unassigned() => RuneSet.Complement(Union([.. Facts.Value.Keys.Where(IsCategory)]));

    private static RuneSet Union(params string[] names)
    {
        var builder = new RuneSetBuilder();
        foreach (var name in names)
        {
            builder.Add(Find(name, ignoreCase: false)!);
        }

        return builder.Build();
    }

    private static RuneSet Parse(List<string> words)
    {
        var builder = new RuneSetBuilder();
        foreach (var word in words)
        {
            var (first, last, step) = UnicodeFacts.ParseRange(word);
            if (step == 1)
            {
                builder.Add(first, last);
                continue;
            }

            for (var rune = first; rune <= last; rune += step)
            {
                builder.Add(rune, rune);
            }
        }

        return builder.Build();
    }
}
