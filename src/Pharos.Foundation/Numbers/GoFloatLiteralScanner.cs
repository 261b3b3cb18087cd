using System.Text;

namespace Pharos.Foundation.Numbers;

internal enum GoFloatLiteralKind
{
    Invalid,
    Decimal,
    Hexadecimal,
    Infinity,
    NaN,
}

/// <summary>
/// Checks a text against Go's grammar of floating-point numbers, which is narrower in some places and wider in others than the
/// platform's parser, and takes the value of hexadecimal ones, which the platform does not read.
/// </summary>
internal ref struct GoFloatLiteralScanner
{
    /// <summary>Far beyond any exponent that matters, far from overflow.</summary>
    private const int ExponentLimit = 10_000;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;
    private bool _isHexadecimal;
    private ulong _mantissa;

    /// <summary>Whether a digit that no longer fitted into the mantissa was not zero; it decides ties of rounding.</summary>
    private bool _isMantissaCut;

    private long _binaryExponent;

    public GoFloatLiteralScanner(ReadOnlySpan<byte> text)
    {
        _text = text;
    }

    public bool HasUnderscores { get; private set; }

    public GoFloatLiteralKind Scan()
    {
        var hasSign = !_text.IsEmpty && _text[0] is (byte)'+' or (byte)'-';
        _at = hasSign ? 1 : 0;
        var rest = _text[_at..];
        if (Ascii.EqualsIgnoreCase(rest, "inf"u8) || Ascii.EqualsIgnoreCase(rest, "infinity"u8))
        {
            return GoFloatLiteralKind.Infinity;
        }

        if (!hasSign && Ascii.EqualsIgnoreCase(rest, "nan"u8))
        {
            return GoFloatLiteralKind.NaN;
        }

        if (rest.Length > 2 && rest[0] == '0' && (rest[1] | 0x20) == 'x')
        {
            _isHexadecimal = true;
            _at += 2;
        }

        if (!ScanMantissa() || !ScanExponent() || _at != _text.Length || (HasUnderscores && !AreUnderscoresBetweenDigits(rest)))
        {
            return GoFloatLiteralKind.Invalid;
        }

        return _isHexadecimal ? GoFloatLiteralKind.Hexadecimal : GoFloatLiteralKind.Decimal;
    }

    /// <summary>After a scan that found a hexadecimal number: the nearest double, ties to even; infinite beyond the largest.</summary>
    public readonly double HexadecimalValue()
    {
        var sign = _text[0] == '-' ? 1UL << 63 : 0;
        if (_mantissa == 0)
        {
            return BitConverter.UInt64BitsToDouble(sign);
        }

        // The leading one goes to bit 63, so that the value is mantissa × 2^(exponent - 63).
        var shift = System.Numerics.BitOperations.LeadingZeroCount(_mantissa);
        var mantissa = _mantissa << shift;
        var exponent = _binaryExponent + 63 - shift;

        // 53 bits stay, fewer below the smallest normal exponent.
        var dropped = 11 + Math.Max(0, -1022 - exponent);
        if (dropped > 64)
        {
            return BitConverter.UInt64BitsToDouble(sign);
        }

        var kept = dropped == 64 ? 0 : mantissa >> (int)dropped;
        var half = 1UL << (int)(dropped - 1);
        var rest = dropped == 64 ? mantissa : mantissa & ((1UL << (int)dropped) - 1);
        if (rest > half || (rest == half && (_isMantissaCut || (kept & 1) == 1)))
        {
            kept++;
        }

        // A kept mantissa of 2^53 carries into the exponent by itself, as does 2^52 out of the subnormal numbers.
        var biased = exponent < -1022 ? 0UL : (ulong)(exponent + 1022);
        return exponent > 1023
            ? BitConverter.UInt64BitsToDouble(sign | 0x7FF0_0000_0000_0000)
            : BitConverter.UInt64BitsToDouble(sign | ((biased << 52) + kept));
    }

    private bool ScanMantissa()
    {
        var sawDigit = false;
        var sawPoint = false;
        for (; _at < _text.Length; _at++)
        {
            var current = _text[_at];
            if (current == '_')
            {
                HasUnderscores = true;
            }
            else if (current == '.' && !sawPoint)
            {
                sawPoint = true;
            }
            else if (DigitOf(current) is var digit and >= 0)
            {
                sawDigit = true;
                TakeDigit((uint)digit, sawPoint);
            }
            else
            {
                break;
            }
        }

        return sawDigit;
    }

    private void TakeDigit(uint digit, bool isFraction)
    {
        if (!_isHexadecimal)
        {
            return;
        }

        if (_mantissa >> 60 == 0)
        {
            _mantissa = (_mantissa << 4) | digit;
            _binaryExponent -= isFraction ? 4 : 0;
        }
        else
        {
            _isMantissaCut |= digit != 0;
            _binaryExponent += isFraction ? 0 : 4;
        }
    }

    private bool ScanExponent()
    {
        if (_at == _text.Length || (_text[_at] | 0x20) != (_isHexadecimal ? 'p' : 'e'))
        {
            // A hexadecimal number has to have one.
            return !_isHexadecimal;
        }

        _at++;
        var isNegative = _at < _text.Length && _text[_at] == '-';
        if (_at < _text.Length && _text[_at] is (byte)'+' or (byte)'-')
        {
            _at++;
        }

        if (_at == _text.Length || !char.IsAsciiDigit((char)_text[_at]))
        {
            return false;
        }

        var exponent = 0;
        for (; _at < _text.Length && (_text[_at] == '_' || char.IsAsciiDigit((char)_text[_at])); _at++)
        {
            if (_text[_at] == '_')
            {
                HasUnderscores = true;
            }
            else if (exponent < ExponentLimit)
            {
                exponent = exponent * 10 + (_text[_at] - '0');
            }
        }

        _binaryExponent += isNegative ? -exponent : exponent;
        return true;
    }

    private readonly int DigitOf(byte current)
    {
        if (char.IsAsciiDigit((char)current))
        {
            return current - '0';
        }

        return _isHexadecimal && char.IsAsciiHexDigit((char)current) ? (current | 0x20) - 'a' + 10 : -1;
    }

    /// <summary>An underscore stands between two digits, or between a base prefix and a digit.</summary>
    private readonly bool AreUnderscoresBetweenDigits(ReadOnlySpan<byte> number)
    {
        for (var i = 0; i < number.Length; i++)
        {
            if (number[i] != '_')
            {
                continue;
            }

            var follows = i > 0 && (DigitOf(number[i - 1]) >= 0 || (_isHexadecimal && i == 2));
            var isFollowed = i + 1 < number.Length && DigitOf(number[i + 1]) >= 0;
            if (!follows || !isFollowed)
            {
                return false;
            }
        }

        return true;
    }
}
