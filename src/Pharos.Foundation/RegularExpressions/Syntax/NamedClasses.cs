using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>The ASCII classes: Perl's <c>\d \s \w</c> and POSIX's <c>[:alpha:]</c> with their negations.</summary>
internal static class NamedClasses
{
    private static readonly RuneSet Digits = Ranges("09");
    private static readonly RuneSet Word = Ranges("09AZ__az");

    private static readonly Dictionary<string, RuneSet> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = Ranges("09AZaz"),
        ["alpha"] = Ranges("AZaz"),
        ["ascii"] = Ranges("\0\x7F"),
        ["blank"] = Ranges("\t\t  "),
        ["cntrl"] = Ranges("\0\x1F\x7F\x7F"),
        ["digit"] = Digits,
        ["graph"] = Ranges("!~"),
        ["lower"] = Ranges("az"),
        ["print"] = Ranges(" ~"),
        ["punct"] = Ranges("!/:@[`{~"),
        ["space"] = Ranges("\t\r  "),
        ["upper"] = Ranges("AZ"),
        ["word"] = Word,
        ["xdigit"] = Ranges("09AFaf"),
    };

    /// <summary>The class that a letter after a backslash names, or null.</summary>
    public static RuneSet? FindPerl(byte letter, bool ignoreCase) => letter switch
    {
        (byte)'d' or (byte)'D' => Resolve(Digits, letter == 'D', ignoreCase),
        (byte)'s' or (byte)'S' => Resolve(PerlSpaces, letter == 'S', ignoreCase),
        (byte)'w' or (byte)'W' => Resolve(Word, letter == 'W', ignoreCase),
        _ => null,
    };

    /// <summary>The class with that name (<c>alpha</c>, <c>^alpha</c>), or null.</summary>
    public static RuneSet? FindPosix(string name, bool ignoreCase)
    {
        var isNegated = name.StartsWith('^');
        return Posix.TryGetValue(isNegated ? name[1..] : name, out var set) ? Resolve(set, isNegated, ignoreCase) : null;
    }

    /// <summary>Perl's spaces: unlike POSIX's, without the vertical tab.</summary>
    private static RuneSet PerlSpaces { get; } = Ranges("\t\n\f\r  ");

    private static RuneSet Resolve(RuneSet set, bool isNegated, bool ignoreCase)
    {
        var closed = ignoreCase ? CaseFolding.Close(set) : set;
        return isNegated ? RuneSet.Complement(closed) : closed;
    }

    private static RuneSet Ranges(string bounds)
    {
        var builder = new RuneSetBuilder();
        for (var i = 0; i < bounds.Length; i += 2)
        {
            builder.Add(bounds[i], bounds[i + 1]);
        }

        return builder.Build();
    }
}
