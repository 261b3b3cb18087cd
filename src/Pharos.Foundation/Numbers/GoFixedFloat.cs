using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Numbers;

/// <summary>
/// The shortest text that reads back as the same number, never with an exponent: Go's format 'f' with precision -1, in which PromQL
/// prints numbers and <c>count_values</c> makes label values.
/// </summary>
public static class GoFixedFloat
{
    public static void Append(ByteBuffer destination, double value)
    {
        Span<byte> buffer = stackalloc byte[GoFloat.MaxLength];
        ReadOnlySpan<byte> text = buffer[..GoFloat.Format(buffer, value)];
        var exponentAt = text.IndexOf((byte)'e');
        if (exponentAt < 0)
        {
            destination.Append(text);
            return;
        }

        var exponent = 0;
        foreach (var digit in text[(exponentAt + 2)..])
        {
            exponent = exponent * 10 + digit - '0';
        }

        exponent = text[exponentAt + 1] == '-' ? -exponent : exponent;
        if (text[0] == '-')
        {
            destination.Append((byte)'-');
            text = text[1..];
            exponentAt--;
        }

        // One digit, and maybe a point and more of them.
        AppendDigits(destination, text[0], exponentAt > 1 ? text[2..exponentAt] : default, exponent);
    }

    private static void AppendDigits(ByteBuffer destination, byte first, ReadOnlySpan<byte> others, int exponent)
    {
        if (exponent < 0)
        {
            destination.Append("0."u8);
            AppendZeros(destination, -exponent - 1);
            destination.Append(first);
            destination.Append(others);
            return;
        }

        destination.Append(first);
        var whole = Math.Min(exponent, others.Length);
        destination.Append(others[..whole]);
        AppendZeros(destination, exponent - whole);
        if (whole < others.Length)
        {
            destination.Append((byte)'.');
            destination.Append(others[whole..]);
        }
    }

    private static void AppendZeros(ByteBuffer destination, int count)
    {
        for (; count > 0; count--)
        {
            destination.Append((byte)'0');
        }
    }
}
