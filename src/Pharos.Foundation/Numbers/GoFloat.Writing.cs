using System.Globalization;
using Pharos.Foundation.Bytes;

namespace Pharos.Foundation.Numbers;

/// <summary>How numbers are written: the shortest digits that read back as the same number, in the layouts of Go's formats.</summary>
public static partial class GoFloat
{
    /// <summary>
    /// Writes the shortest text that reads back as the same number, with an exponent below 1e-04 and from 1e+06 on: Go's format 'g'
    /// with precision -1, which all exposition formats use.
    /// </summary>
    public static void Append(ByteBuffer destination, double value)
    {
        destination.Advance(Format(destination.GetSpan(MaxLength), value));
    }

    /// <summary>As <see cref="Append"/>, with <c>.0</c> behind a number that has neither point nor exponent.</summary>
    public static void AppendOpenMetrics(ByteBuffer destination, double value)
    {
        destination.Advance(FormatOpenMetrics(destination.GetSpan(MaxLength), value));
    }

    /// <summary>The powers of ten between which Go's 'g' writes no exponent.</summary>
    private const int MinExponent = -4;
    private const int MaxExponent = 5;

    /// <summary>The room that any number needs.</summary>
    public const int MaxLength = 32;

    /// <summary>Writes into <paramref name="destination"/>, which has <see cref="MaxLength"/> bytes, and returns the length.</summary>
    public static int Format(Span<byte> destination, double value) => FormatAny(destination, value, MinExponent, MaxExponent);

    /// <summary>As <see cref="Format"/>, with an exponent only below 1e-06 and from 1e+21 on: numbers in answers of the HTTP API.</summary>
    public static int FormatJson(Span<byte> destination, double value) => FormatAny(destination, value, minExponent: -6, maxExponent: 20);

    public static int FormatOpenMetrics(Span<byte> destination, double value)
    {
        // Minus zero is written like zero: as a bound it is the same one.
        var length = Format(destination, value == 0 ? 0 : value);
        if (double.IsFinite(value) && destination[..length].IndexOfAny((byte)'.', (byte)'e') < 0)
        {
            ".0"u8.CopyTo(destination[length..]);
            length += 2;
        }

        return length;
    }

    /// <summary>The room that any number needs without an exponent: 324 places behind the point, and what stands before.</summary>
    public const int MaxPlainLength = 344;

    /// <summary>As <see cref="Format"/>, never with an exponent, however long that makes it: Go's format 'f' with precision -1.</summary>
    /// <param name="destination">Has <see cref="MaxPlainLength"/> bytes.</param>
    public static int FormatPlain(Span<byte> destination, double value) =>
        FormatAny(destination, value, minExponent: int.MinValue, maxExponent: int.MaxValue);

    public static void AppendPlain(ByteBuffer destination, double value) =>
        destination.Advance(FormatPlain(destination.GetSpan(MaxPlainLength), value));

    private static int FormatAny(Span<byte> destination, double value, int minExponent, int maxExponent)
    {
        if (!double.IsFinite(value))
        {
            var word = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
            word.CopyTo(destination);
            return word.Length;
        }

        var magnitude = Math.Abs(value);
        var at = 0;
        if (double.IsNegative(value))
        {
            destination[at++] = (byte)'-';
        }

        // Fast path: whole numbers that are written without an exponent, the most frequent values there are.
        if (magnitude < (maxExponent < MaxWholeExponent ? 1e6 : MaxWhole) && magnitude == (long)magnitude)
        {
            return at + DecimalText.Write(destination[at..], (ulong)magnitude);
        }

        var (digits, exponent) = ShortestDecimal.Of(magnitude);
        return at + LayOut(destination[at..], digits, exponent, minExponent, maxExponent);
    }

    /// <summary>Below it every whole number is a double, so its shortest digits are all its digits.</summary>
    private const double MaxWhole = 1L << 53;

    /// <summary>The power of ten of <see cref="MaxWhole"/>.</summary>
    private const int MaxWholeExponent = 15;

    /// <summary>Writes digits × 10^power.</summary>
    private static int LayOut(Span<byte> destination, ulong digits, int power, int minExponent, int maxExponent)
    {
        var count = DecimalText.Count(digits);
        var beforePoint = count + power;
        var exponent = beforePoint - 1;
        if (exponent < minExponent || exponent > maxExponent)
        {
            return WithExponent(destination, digits, count, exponent);
        }

        if (beforePoint <= 0)
        {
            "0."u8.CopyTo(destination);
            destination.Slice(2, -beforePoint).Fill((byte)'0');
            var fraction = 2 - beforePoint;
            DecimalText.Write(destination[fraction..], digits, count);
            return fraction + count;
        }

        if (power >= 0)
        {
            DecimalText.Write(destination, digits, count);
            destination.Slice(count, power).Fill((byte)'0');
            return beforePoint;
        }

        // Written one place to the right, so that the digits before the point move and the others stay.
        DecimalText.Write(destination[1..], digits, count);
        destination.Slice(1, beforePoint).CopyTo(destination);
        destination[beforePoint] = (byte)'.';
        return count + 1;
    }

    private static int WithExponent(Span<byte> destination, ulong digits, int count, int exponent)
    {
        var at = 1;
        if (count == 1)
        {
            destination[0] = (byte)('0' + digits);
        }
        else
        {
            DecimalText.Write(destination[1..], digits, count);
            destination[0] = destination[1];
            destination[1] = (byte)'.';
            at += count;
        }

        destination[at++] = (byte)'e';
        destination[at++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Math.Abs(exponent).TryFormat(destination[at..], out var length, "00", CultureInfo.InvariantCulture);
        return at + length;
    }
}
