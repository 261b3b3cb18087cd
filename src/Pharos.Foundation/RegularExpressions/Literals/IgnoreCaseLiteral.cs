using System.Text;
using Pharos.Foundation.RegularExpressions.Syntax;

namespace Pharos.Foundation.RegularExpressions.Literals;

/// <summary>Whether a text is an ASCII text in any case.</summary>
internal sealed class IgnoreCaseLiteral : TextTest
{
    private readonly byte[] _text;
    private readonly TextTest _general;
    private readonly bool _hasCasesBeyondAscii;

    private IgnoreCaseLiteral(byte[] text, TextTest general)
    {
        _text = text;
        _general = general;

        // The long s and the Kelvin sign are cases of s and k.
        _hasCasesBeyondAscii = text.AsSpan().ContainsAny("sSkK"u8);
    }

    /// <summary>Makes one if the tree is such a literal.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="general">The test to ask about texts that are not ASCII.</param>
    public static IgnoreCaseLiteral? TryCreate(Re2Node root, TextTest general)
    {
        while (root is CaptureNode capture)
        {
            root = capture.Body;
        }

        return root is LiteralNode { IgnoreCase: true } literal && Array.TrueForAll(literal.Runes, rune => rune < 0x80)
            ? new IgnoreCaseLiteral(Array.ConvertAll(literal.Runes, rune => (byte)rune), general)
            : null;
    }

    public override bool IsMatch(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, _text) || (_hasCasesBeyondAscii && !Ascii.IsValid(text) && _general.IsMatch(text));
}
