using Pharos.Foundation.RegularExpressions.Syntax;
using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>How much <see cref="LiteralExpansion"/> would give, found out without making any of it.</summary>
/// <param name="Texts">So many texts, those counted that occur more than once.</param>
/// <param name="Bytes">What they take together, at most.</param>
/// <param name="IsMultiplied">Whether there are more of them than the pattern spells out: a case or a class stands for several.</param>
internal readonly record struct ExpansionSize(long Texts, long Bytes, bool IsMultiplied)
{
    /// <summary>What the pattern spells out costs no more than it did there.</summary>
    private const int MaxTexts = 1 << 17;

    /// <summary>What it does not spell out soon stops being worth it: then an automaton is smaller.</summary>
    private const int MaxMultiplied = 1024;

    private const int MaxBytes = 1 << 20;

    /// <summary>Nesting or repeating more than this only costs time.</summary>
    private const int MaxParts = 64;
    private const int MaxRepeats = 16;

    private static readonly ExpansionSize One = new(1, 0, IsMultiplied: false);

    /// <summary>The size of what the pattern expands to; null where it matches infinitely many texts or too many.</summary>
    public static ExpansionSize? Of(Re2Node node) => node switch
    {
        EmptyNode => One,
        LiteralNode literal => OfLiteral(literal),
        ClassNode @class => OfClass(@class.Set),
        CaptureNode capture => Of(capture.Body),
        ConcatNode { Parts.Length: <= MaxParts } concat => OfConcat(concat),
        AlternationNode alternation => OfAlternation(alternation),
        RepeatNode { Max: not RepeatNode.Unbounded and <= MaxRepeats } repeat => OfRepeat(repeat),
        _ => null,
    };

    private static ExpansionSize? OfLiteral(LiteralNode literal)
    {
        if (!literal.IgnoreCase)
        {
            return new ExpansionSize(1, literal.Runes.Sum(static rune => (long)BytesOf(rune)), IsMultiplied: false).IfSmall();
        }

        ExpansionSize? size = literal.Runes.Length <= MaxParts ? One : null;
        for (var i = 0; i < literal.Runes.Length && size is not null; i++)
        {
            size = Product(size, OfClass(CaseFolding.GroupOf(literal.Runes[i])));
        }

        return size;
    }

    // Patterns nest deep, so what calls itself keeps its frames small.
    private static ExpansionSize? OfConcat(ConcatNode concat)
    {
        ExpansionSize? size = One;
        for (var i = 0; i < concat.Parts.Length && size is not null; i++)
        {
            size = Product(size, Of(concat.Parts[i]));
        }

        return size;
    }

    private static ExpansionSize? OfAlternation(AlternationNode alternation)
    {
        ExpansionSize? size = default(ExpansionSize);
        for (var i = 0; i < alternation.Branches.Length && size is not null; i++)
        {
            size = Sum(size, Of(alternation.Branches[i]));
        }

        return size;
    }

    private static ExpansionSize? OfRepeat(RepeatNode repeat)
    {
        var body = Of(repeat.Body);
        ExpansionSize? size = default(ExpansionSize);
        ExpansionSize? power = body is null ? null : One;
        for (var count = 0; count <= repeat.Max && size is not null; count++)
        {
            size = count < repeat.Min ? size : Sum(size, power);
            power = Product(power, body);
        }

        return size;
    }

    private static ExpansionSize? OfClass(RuneSet set)
    {
        var (count, bytes) = (0L, 0L);
        foreach (var (first, last) in set)
        {
            count += last - first + 1;
            bytes += (last - first + 1) * BytesOf(last);
        }

        return new ExpansionSize(count, bytes, count > 1).IfSmall();
    }

    private static ExpansionSize? Sum(ExpansionSize? left, ExpansionSize? right) => left is { } one && right is { } other
        ? new ExpansionSize(one.Texts + other.Texts, one.Bytes + other.Bytes, one.IsMultiplied || other.IsMultiplied).IfSmall()
        : null;

    private static ExpansionSize? Product(ExpansionSize? left, ExpansionSize? right)
    {
        if (left is not { } one || right is not { } other)
        {
            return null;
        }

        // Both are small: nothing overflows.
        var bytes = one.Texts * other.Bytes + other.Texts * one.Bytes;
        var isMultiplied = one.IsMultiplied || other.IsMultiplied || (one.Texts > 1 && other.Texts > 1);
        return new ExpansionSize(one.Texts * other.Texts, bytes, isMultiplied).IfSmall();
    }

    private ExpansionSize? IfSmall() =>
        Texts <= (IsMultiplied ? MaxMultiplied : MaxTexts) && Bytes <= MaxBytes ? this : null;

    private static int BytesOf(int rune) => rune switch
    {
        < 0x80 => 1,
        < 0x800 => 2,
        < 0x10000 => 3,
        _ => 4,
    };
}
