namespace Pharos.PromQL.Syntax.Lexing;

/// <summary>Inside the brackets of ranges and subqueries.</summary>
internal ref partial struct Lexer
{
    private TokenKind? ScanDurationPlace()
    {
        if (_at == _text.Length)
        {
            return Fail("unexpected end of input in duration expression");
        }

        var current = _text[_at];
        switch (current)
        {
            case (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r': SkipSpace(); return null;
            case (byte)']':
                _inBrackets = false;
                _hasColon = false;
                _place = Place.Expression;
                return Take(TokenKind.RightBracket);
            case (byte)':': return ScanColon();
            case (byte)'(': _openParens++; return Take(TokenKind.LeftParen);
            case (byte)')': return ScanRightParen();
            case (byte)'+': return Take(TokenKind.Add);
            case (byte)'-': return Take(TokenKind.Subtract);
            case (byte)'*': return Take(TokenKind.Multiply);
            case (byte)'/': return Take(TokenKind.Divide);
            case (byte)'%': return Take(TokenKind.Modulo);
            case (byte)'^': return Take(TokenKind.Power);
            case (byte)',': return Take(TokenKind.Comma);
        }

        if (Bytes.IsDigit(current) || (current == '.' && Bytes.IsDigit(PeekAt(_at + 1))))
        {
            _hasDuration = true;
            _place = Place.Expression;
            return ScanNumberOrDuration();
        }

        return TryScanDurationWord(current) ?? FailAtCharacter("unexpected character in duration expression: ");
    }

    private TokenKind ScanColon()
    {
        _at++;
        if (!_hasDuration)
        {
            return FailBehind("unexpected colon before duration in duration expression");
        }

        if (_hasColon)
        {
            return FailBehind("unexpected repeated colon in duration expression");
        }

        _hasColon = true;
        return TokenKind.Colon;
    }

    /// <summary>Behind the first number, where operators are read as outside of brackets.</summary>
    private TokenKind ScanWordInBrackets(byte first)
    {
        if (first == ':')
        {
            if (_hasColon)
            {
                return Fail("unexpected colon ':'");
            }

            _hasColon = true;
            return Take(TokenKind.Colon);
        }

        return TryScanDurationWord(first) ?? Fail($"unexpected character: '{(char)first}', expected ':'");
    }

    private TokenKind? TryScanDurationWord(byte first)
    {
        if ((first | 0x20) is not ('s' or 'r' or 'm'))
        {
            return null;
        }

        var end = _at;
        while (end < _text.Length && Bytes.IsLetter(_text[end]))
        {
            end++;
        }

        var kind = Words.Duration(_text[_at..end]);
        return kind == TokenKind.Error ? null : Take(kind, end - _at);
    }
}
