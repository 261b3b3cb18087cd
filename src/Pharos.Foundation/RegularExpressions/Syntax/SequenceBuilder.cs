using Pharos.Foundation.RegularExpressions.Unicode;

namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>
/// Collects the items of one branch in order. Code points that follow each other become one literal, yet the last one stays apart until the
/// next item comes, because a repetition binds to it alone.
/// </summary>
internal sealed class SequenceBuilder
{
    // The lists are made when they are needed: a hostile pattern may open a million groups.
    private List<Re2Node>? _parts;
    private List<int>? _literal;
    private Casing _literalCasing;

    /// <summary>Whether a code point has other cases to match decides which neighbours it can share a literal with.</summary>
    private enum Casing
    {
        Any,
        Sensitive,
        Ignored,
    }

    public bool IsEmpty => _parts is not { Count: > 0 } && _literal is not { Count: > 0 };

    public void AddRune(int rune, bool ignoreCase)
    {
        var casing = CasingOf(rune, ignoreCase);
        if (casing != Casing.Any && _literalCasing != Casing.Any && casing != _literalCasing)
        {
            FlushLiteral();
        }

        (_literal ??= []).Add(rune);
        _literalCasing = casing == Casing.Any ? _literalCasing : casing;
    }

    /// <summary>Adds one item, which stays one for a repetition that follows.</summary>
    public void Add(Re2Node node)
    {
        FlushLiteral();
        (_parts ??= []).Add(node);
    }

    /// <summary>Takes the last item out, for a repetition to wrap it. The sequence must not be empty.</summary>
    public Re2Node TakeLast()
    {
        if (_literal is { Count: > 0 })
        {
            var rune = _literal[^1];
            _literal.RemoveAt(_literal.Count - 1);
            var ignoreCase = _literalCasing == Casing.Ignored && CaseFolding.HasCases(rune);
            if (_literal.Count == 0)
            {
                _literalCasing = Casing.Any;
            }

            return new LiteralNode([rune], ignoreCase);
        }

        var last = _parts![^1];
        _parts.RemoveAt(_parts.Count - 1);
        return last;
    }

    /// <summary>The whole sequence as one node. The builder is empty afterwards.</summary>
    public Re2Node Build()
    {
        FlushLiteral();
        if (_parts is null)
        {
            return EmptyNode.Instance;
        }

        var flat = new List<Re2Node>(_parts.Count);
        foreach (var part in _parts)
        {
            foreach (var piece in part is ConcatNode concat ? concat.Parts.AsSpan() : new ReadOnlySpan<Re2Node>(in part))
            {
                Append(flat, piece);
            }
        }

        _parts.Clear();
        return flat.Count switch
        {
            0 => EmptyNode.Instance,
            1 => flat[0],
            _ => new ConcatNode([.. flat]),
        };
    }

    /// <summary>Groups may leave literals side by side; together they say more.</summary>
    private static void Append(List<Re2Node> flat, Re2Node piece)
    {
        if (piece is LiteralNode right && flat is [.., LiteralNode left] && left.IgnoreCase == right.IgnoreCase)
        {
            flat[^1] = new LiteralNode([.. left.Runes, .. right.Runes], left.IgnoreCase);
        }
        else
        {
            flat.Add(piece);
        }
    }

    private static Casing CasingOf(int rune, bool ignoreCase)
    {
        if (ignoreCase)
        {
            return CaseFolding.HasCases(rune) ? Casing.Ignored : Casing.Any;
        }

        // Without the flag the table is not asked: a pattern of plain text should not load it.
        return rune < 0x80 && !char.IsAsciiLetter((char)rune) ? Casing.Any : Casing.Sensitive;
    }

    private void FlushLiteral()
    {
        if (_literal is not { Count: > 0 })
        {
            return;
        }

        (_parts ??= []).Add(new LiteralNode([.. _literal], _literalCasing == Casing.Ignored));
        _literal.Clear();
        _literalCasing = Casing.Any;
    }
}
