namespace Pharos.PromQL.Syntax.Lexing;

/// <summary>Numbers and durations. What is taken here need not be a valid number: that shows when it is converted.</summary>
internal ref partial struct Lexer
{
    private TokenKind ScanNumberOrDuration()
    {
        if (TryPassNumber())
        {
            return TokenKind.Number;
        }

        return TryPassDuration() ? TokenKind.Duration : FailWithText("bad number or duration syntax: ");
    }

    private TokenKind ScanPlainNumber()
    {
        _place = Place.Expression;
        return TryPassNumber() ? TokenKind.Number : FailWithText("bad number syntax: ");
    }

    /// <summary>
    /// Passes digits, points, exponents and underscores. On failure it stands where the trouble is, and a duration may go on from there:
    /// of <c>5m</c> it passes the digit.
    /// </summary>
    private bool TryPassNumber()
    {
        var begin = _at;

        // In a series description, 0x3 is zero, three times.
        var isHex = !_isSeries && TryPass("0"u8) && TryPass("xX"u8);
        if (isHex)
        {
            TryPass("_"u8);
        }

        TryPass("."u8);
        PassDigits(isHex, most: 1);
        var hasPoint = false;
        var hasExponent = false;
        while (true)
        {
            var current = PeekAt(_at);
            if (current == '.')
            {
                _at++;
                if (hasPoint || TryPass("_."u8) || isHex)
                {
                    return false;
                }

                hasPoint = true;
            }
            else if ((current | 0x20) == 'e')
            {
                _at++;
                if (hasExponent)
                {
                    return false;
                }

                hasExponent = true;
                TryPass("+-"u8);
                if (TryPass("._eE"u8) || _at == _text.Length)
                {
                    return false;
                }
            }
            else if (current == '_')
            {
                _at++;
                if (TryPass("._eE"u8) || _at == _text.Length)
                {
                    return false;
                }
            }
            else if (IsDigit(current, isHex))
            {
                PassDigits(isHex, most: int.MaxValue);
            }
            else
            {
                break;
            }
        }

        var next = PeekAt(_at);
        return _at > begin && (!Bytes.IsWord(next) || (_isSeries && next == 'x'));
    }

    /// <summary>Passes units and the numbers between them, behind a first number that is passed already.</summary>
    private bool TryPassDuration()
    {
        if (!TryPass("smhdwy"u8))
        {
            return false;
        }

        // The second letter of milliseconds. That there are no "hs" shows when the duration is converted.
        TryPass("s"u8);
        while (Bytes.IsDigit(PeekAt(_at)))
        {
            PassDigits(isHex: false, most: int.MaxValue);
            if (!TryPass("smhdw"u8))
            {
                return false;
            }

            TryPass("s"u8);
        }

        if (!Bytes.IsWord(PeekAt(_at)))
        {
            return true;
        }

        // The message shows the character that is too much.
        _at++;
        return false;
    }

    private static bool IsDigit(int value, bool isHex) => isHex ? Bytes.IsHexDigit(value) : Bytes.IsDigit(value);

    private void PassDigits(bool isHex, int most)
    {
        for (; most > 0 && IsDigit(PeekAt(_at), isHex); most--)
        {
            _at++;
        }
    }

    private bool TryPass(ReadOnlySpan<byte> set)
    {
        var isThere = _at < _text.Length && set.Contains(_text[_at]);
        _at += isThere ? 1 : 0;
        return isThere;
    }
}
