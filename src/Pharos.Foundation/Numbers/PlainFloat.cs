using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Numbers;

/// <summary>Numbers without exponents, however long that makes them: Go's format 'f' with precision -1, as in PromQL's results.</summary>
public static class PlainFloat
{
    /// <summary>The room that any number needs: 324 places behind the point, and what stands before.</summary>
    public const int MaxLength = 344;

    public static void Append(ByteBuffer destination, double value) =>
        destination.Advance(Format(destination.GetSpan(MaxLength), value));

    /// <summary>Writes into <paramref name="destination"/>, which has <see cref="MaxLength"/> bytes, and returns the length.</summary>
    public static int Format(Span<byte> destination, double value)
    {
        // Fast path: most numbers are written without an exponent anyway.
        var length = GoFloat.Format(destination, value);
        var exponentAt = destination[..length].IndexOf((byte)'e');
        return exponentAt < 0 ? length : Spread(destination, destination[..length], exponentAt);
    }

    /// <summary>Moves the point to where the exponent says, with zeros where digits are missing.</summary>
    private static int Spread(Span<byte> destination, ReadOnlySpan<byte> text, int exponentAt)
    {
        Span<byte> digits = stackalloc byte[GoFloat.MaxLength];
        var count = 0;
        foreach (var current in text[..exponentAt])
        {
            if (current is >= (byte)'0' and <= (byte)'9')
            {
                digits[count++] = current;
            }
        }

        var length = text[0] == (byte)'-' ? 1 : 0;

        // One digit stands before the point of a number with an exponent.
        var beforePoint = 1 + ReadExponent(text[(exponentAt + 1)..]);
        if (beforePoint <= 0)
        {
            "0."u8.CopyTo(destination[length..]);
            destination.Slice(length + 2, -beforePoint).Fill((byte)'0');
            length += 2 - beforePoint;
            digits[..count].CopyTo(destination[length..]);
            return length + count;
        }

        var whole = Math.Min(count, beforePoint);
        digits[..whole].CopyTo(destination[length..]);
        length += whole;
        destination.Slice(length, beforePoint - whole).Fill((byte)'0');
        length += beforePoint - whole;
        if (whole < count)
        {
            destination[length++] = (byte)'.';
            digits[whole..count].CopyTo(destination[length..]);
            length += count - whole;
        }

        return length;
    }

    private static int ReadExponent(ReadOnlySpan<byte> text)
    {
        var exponent = 0;
        foreach (var digit in text[1..])
        {
            exponent = (exponent * 10) + (digit - '0');
        }

        return text[0] == (byte)'-' ? -exponent : exponent;
    }
}
