using System.Buffers;
using System.Text;

namespace Pharos.Foundation.Numbers;

/// <summary>
/// Floating-point numbers as Go's <c>strconv.ParseFloat</c> reads them, which is what Prometheus accepts in parameters and
/// configuration: decimal, hexadecimal with a binary exponent (<c>0x1.8p3</c>), underscores between digits, <c>inf</c>,
/// <c>infinity</c> and <c>nan</c> in any case. No white space, no thousands separators. Exposition formats take less than this.
/// </summary>
public static class GoFloatLiteral
{
    /// <summary>Inputs up to this length that need a rewritten copy have it on the stack.</summary>
    private const int StackBytes = 128;

    /// <summary>False when the text is not a number, and when it is one beyond the largest; the value is then infinite.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var scanner = new GoFloatLiteralScanner(text);
        switch (scanner.Scan())
        {
            case GoFloatLiteralKind.Decimal:
                return TryParseDecimal(text, scanner.HasUnderscores, out value);
            case GoFloatLiteralKind.Hexadecimal:
                value = scanner.HexadecimalValue();
                return double.IsFinite(value);
            case GoFloatLiteralKind.Infinity:
                value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
                return true;
            case GoFloatLiteralKind.NaN:
                value = double.NaN;
                return true;
            default:
                return false;
        }
    }

    public static bool TryParse(string text, out double value) => TryParse(Encoding.UTF8.GetBytes(text), out value);

    private static bool TryParseDecimal(ReadOnlySpan<byte> text, bool hasUnderscores, out double value)
    {
        if (!hasUnderscores)
        {
            return GoFloat.TryParse(text, out value);
        }

        byte[]? rented = null;
        Span<byte> plain = text.Length <= StackBytes ? stackalloc byte[StackBytes] : rented = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            var length = 0;
            foreach (var current in text)
            {
                if (current != '_')
                {
                    plain[length++] = current;
                }
            }

            return GoFloat.TryParse(plain[..length], out value);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
