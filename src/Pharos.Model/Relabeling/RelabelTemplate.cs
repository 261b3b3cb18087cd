using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Model.Relabeling;

/// <summary>A text with references such as <c>$1</c> and <c>${name}</c> to what a pattern has captured.</summary>
internal readonly struct RelabelTemplate
{
    private readonly byte[] _text;

    public RelabelTemplate(string text)
    {
        _text = Encoding.UTF8.GetBytes(text);
        IsLiteral = !text.Contains('$', StringComparison.Ordinal);
    }

    /// <summary>Without references, the text is the same whatever was captured.</summary>
    public bool IsLiteral { get; }

    public ReadOnlySpan<byte> Text => _text;

    /// <summary>The text with the references filled in, in the scratch buffer or the template itself: valid until that is written.</summary>
    public ReadOnlySpan<byte> Expand(AnchoredRegex regex, ReadOnlySpan<byte> input, ReadOnlySpan<int> groups, ByteBuffer scratch)
    {
        if (IsLiteral)
        {
            return _text;
        }

        scratch.Clear();
        regex.Expand(scratch, _text, input, groups);
        return scratch.Written;
    }

    /// <summary>
    /// Whether the template may stand for a label name. Any text may with UTF-8 names, since a dollar sign is a character like others
    /// there; with legacy names references may stand wherever a letter may.
    /// </summary>
    public static bool IsValidName(string template, NameValidationScheme scheme)
    {
        if (scheme == NameValidationScheme.Utf8)
        {
            return NameValidation.IsLabelName(Encoding.UTF8.GetBytes(template), scheme);
        }

        var rest = template.AsSpan();
        if (rest.IsEmpty || char.IsAsciiDigit(rest[0]))
        {
            return false;
        }

        while (!rest.IsEmpty)
        {
            var length = rest[0] == '$' ? ReferenceLength(rest) : WordLength(rest);
            if (length == 0)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    /// <summary>Of <c>$word</c> or <c>${word}</c>, with which the text begins; 0 if the dollar sign begins no reference.</summary>
    private static int ReferenceLength(ReadOnlySpan<char> text)
    {
        var opening = text.StartsWith("${", StringComparison.Ordinal) ? 2 : 1;
        var word = WordLength(text[opening..]);
        var end = opening + word;
        if (word == 0 || opening == 1)
        {
            return word == 0 ? 0 : end;
        }

        return end < text.Length && text[end] == '}' ? end + 1 : 0;
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] == '_'))
        {
            length++;
        }

        return length;
    }
}
