using System.Buffers;
using System.Text;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Text;

/// <summary>
/// Lower and upper case as Go's <c>strings.ToLower</c> and <c>ToUpper</c> make them: character by character, without regard to
/// language or position. A byte that is not UTF-8 becomes U+FFFD.
/// </summary>
public static class GoCase
{
    public static void Append(ByteBuffer destination, ReadOnlySpan<byte> utf8, bool toUpper)
    {
        // Fast path: ASCII, as nearly every label value is.
        var space = destination.GetSpan(utf8.Length);
        var status = toUpper ? Ascii.ToUpper(utf8, space, out var length) : Ascii.ToLower(utf8, space, out length);
        if (status == OperationStatus.Done)
        {
            destination.Advance(length);
            return;
        }

        AppendRunes(destination, utf8, toUpper);
    }

    private static void AppendRunes(ByteBuffer destination, ReadOnlySpan<byte> utf8, bool toUpper)
    {
        while (!utf8.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            if (status != OperationStatus.Done)
            {
                // One byte at a time, as Go does; the decoder may take several for one broken sequence.
                length = 1;
            }

            utf8 = utf8[length..];
            rune = toUpper ? ToUpper(rune) : ToLower(rune);
            destination.Advance(rune.EncodeToUtf8(destination.GetSpan(4)));
        }
    }

    private static Rune ToUpper(Rune rune) => rune.Value switch
    {
        // The platform leaves alone what would leave ASCII's pairs: the dotless i of Turkish and the long s.
        0x131 => new Rune('I'),
        0x17F => new Rune('S'),
        _ => Rune.ToUpperInvariant(rune),
    };

    private static Rune ToLower(Rune rune) => rune.Value switch
    {
        0x130 => new Rune('i'),
        _ => Rune.ToLowerInvariant(rune),
    };
}
