using System.Buffers.Text;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>
/// The order of texts in which numbers within them count as numbers: <c>disk2</c> before <c>disk10</c>.
/// </summary>
/// <remarks>
/// This is the order that users know, with its quirks: the empty text comes before nothing and nothing before it, and of two texts whose
/// parts are equal as numbers (<c>1</c> and <c>01</c>) each precedes the other.
/// </remarks>
internal static class NaturalOrder
{
    /// <summary>Whether one of two different texts comes before the other.</summary>
    public static bool Precedes(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var leftPart = TakePart(ref left);
            var rightPart = TakePart(ref right);
            bool isEqual;
            if (TryParse(leftPart, out var leftNumber) && TryParse(rightPart, out var rightNumber))
            {
                isEqual = leftNumber == rightNumber;
                if (!isEqual)
                {
                    return leftNumber < rightNumber;
                }
            }
            else
            {
                isEqual = leftPart.SequenceEqual(rightPart);
                if (!isEqual)
                {
                    return leftPart.SequenceCompareTo(rightPart) < 0;
                }
            }

            if (left.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes digits or what is up to the next digit.</summary>
    private static ReadOnlySpan<byte> TakePart(ref ReadOnlySpan<byte> text)
    {
        var length = char.IsAsciiDigit((char)text[0])
            ? text.IndexOfAnyExceptInRange((byte)'0', (byte)'9')
            : text.IndexOfAnyInRange((byte)'0', (byte)'9');
        length = length < 0 ? text.Length : length;
        var part = text[..length];
        text = text[length..];
        return part;
    }

    private static bool TryParse(ReadOnlySpan<byte> part, out long number)
    {
        number = 0;
        return char.IsAsciiDigit((char)part[0]) && Utf8Parser.TryParse(part, out number, out var consumed) && consumed == part.Length;
    }
}
