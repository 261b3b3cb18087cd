namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>
/// A node of a parsed pattern, immutable. <see cref="Height"/> is bounded by <see cref="Re2Limits.Height"/>, so code may recurse over a tree;
/// <see cref="Size"/> bounds the program that a tree compiles to.
/// </summary>
internal abstract class Re2Node
{
    /// <summary>The number of nodes on the longest way down, this one included.</summary>
    public int Height { get; protected init; } = 1;

    /// <summary>The number of instructions it compiles to, counted as Go counts them for its limit.</summary>
    public long Size { get; protected init; } = 1;

    /// <summary>How many copies of the innermost part the braces in this tree ask for, at most.</summary>
    public long Copies { get; protected init; } = 1;

    /// <summary>Whether it can match without taking a code point. Assertions can, wherever they hold.</summary>
    public bool IsNullable { get; protected init; } = true;
}

/// <summary>Matches the empty text, everywhere.</summary>
internal sealed class EmptyNode : Re2Node
{
    public static readonly EmptyNode Instance = new();
}

/// <summary>Code points one after the other; with <see cref="IgnoreCase"/> each stands for its whole case group.</summary>
internal sealed class LiteralNode : Re2Node
{
    /// <param name="runes">At least one code point.</param>
    /// <param name="ignoreCase">Whether other cases match.</param>
    public LiteralNode(int[] runes, bool ignoreCase)
    {
        Runes = runes;
        IgnoreCase = ignoreCase;
        Size = runes.Length;
        IsNullable = false;
    }

    public int[] Runes { get; }

    public bool IgnoreCase { get; }
}

/// <summary>One code point of a set. The empty set matches nothing at all.</summary>
internal sealed class ClassNode : Re2Node
{
    public ClassNode(RuneSet set)
    {
        Set = set;
        IsNullable = false;
    }

    public RuneSet Set { get; }
}

/// <summary>A condition on the place between two code points.</summary>
internal sealed class AssertionNode(Assertion assertion) : Re2Node
{
    public Assertion Assertion { get; } = assertion;
}

/// <summary>A group whose place is remembered. Groups count from 1.</summary>
internal sealed class CaptureNode : Re2Node
{
    public CaptureNode(int index, Re2Node body)
    {
        Index = index;
        Body = body;
        Height = body.Height + 1;
        Size = body.Size + 2;
        Copies = body.Copies;
        IsNullable = body.IsNullable;
    }

    public int Index { get; }

    public Re2Node Body { get; }
}

/// <summary>A body repeated at least <see cref="Min"/> and at most <see cref="Max"/> times (<see cref="Unbounded"/>: no limit).</summary>
internal sealed class RepeatNode : Re2Node
{
    public const int Unbounded = -1;

    /// <param name="body">What is repeated.</param>
    /// <param name="min">How often at least.</param>
    /// <param name="max">How often at most, or <see cref="Unbounded"/>.</param>
    /// <param name="isGreedy">Whether more copies are preferred to fewer.</param>
    /// <param name="isCounted">Whether it was written with braces; only those count towards the limit of copies.</param>
    public RepeatNode(Re2Node body, int min, int max, bool isGreedy, bool isCounted)
    {
        Body = body;
        Min = min;
        Max = max;
        IsGreedy = isGreedy;
        Height = body.Height + 1;
        Size = Math.Max(1, (min, max) switch
        {
            (0, Unbounded) => 2 + body.Size,
            (_, Unbounded) => 1 + (min * body.Size),
            _ => (max * body.Size) + (max - min),
        });
        IsNullable = min == 0 || body.IsNullable;
        Copies = isCounted && max == 0 ? 1 : body.Copies * (isCounted ? Math.Max(1, max == Unbounded ? min : max) : 1);
    }

    public Re2Node Body { get; }

    public int Min { get; }

    public int Max { get; }

    public bool IsGreedy { get; }
}

internal sealed class ConcatNode : Re2Node
{
    public ConcatNode(Re2Node[] parts)
    {
        Parts = parts;
        Height = 1 + parts.Max(part => part.Height);
        Size = parts.Sum(part => part.Size);
        Copies = parts.Max(part => part.Copies);
        IsNullable = Array.TrueForAll(parts, part => part.IsNullable);
    }

    public Re2Node[] Parts { get; }
}

/// <summary>Branches of which the first that leads to a match is taken.</summary>
internal sealed class AlternationNode : Re2Node
{
    public AlternationNode(Re2Node[] branches)
    {
        Branches = branches;
        Height = 1 + branches.Max(branch => branch.Height);
        Size = branches.Sum(branch => branch.Size) + branches.Length - 1;
        Copies = branches.Max(branch => branch.Copies);
        IsNullable = Array.Exists(branches, branch => branch.IsNullable);
    }

    public Re2Node[] Branches { get; }
}
