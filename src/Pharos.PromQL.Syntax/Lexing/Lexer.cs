using System.Diagnostics;
using Pharos.Foundation.Text;

namespace Pharos.PromQL.Syntax.Lexing;

/// <summary>
/// Splits a query into tokens. Which tokens there are depends on the place: braces, the brackets of a range and series descriptions have
/// their own. After a token of kind <see cref="TokenKind.Error"/> it must not be asked again.
/// </summary>
internal ref partial struct Lexer
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _isSeries;
    private Place _place;
    private int _at;
    private int _start;
    private int _openParens;
    private bool _inBraces;
    private bool _inBrackets;
    private bool _hasColon;
    private bool _hasDuration;
    private HistogramPlace _histogram;

    /// <summary><paramref name="isSeries"/>: the text is a series description.</summary>
    public Lexer(ReadOnlySpan<byte> text, bool isSeries)
    {
        _text = text;
        _isSeries = isSeries;
        Problem = "";
    }

    /// <summary>Where the next token is looked for, as far as it is not braces or the description of a histogram.</summary>
    private enum Place : byte
    {
        Expression,

        /// <summary>In brackets, up to the first number.</summary>
        Duration,
        SeriesValues,

        /// <summary>Behind a minus sign in a list of buckets.</summary>
        BucketNumber,
    }

    /// <summary>What is wrong, after a token of kind <see cref="TokenKind.Error"/>.</summary>
    public string Problem { get; private set; }

    /// <summary>The next token; comments are skipped.</summary>
    public Token Next()
    {
        while (true)
        {
            var kind = Scan();
            if (kind is { } found)
            {
                var token = new Token(found, _start, _at);
                _start = _at;
                if (found == TokenKind.Space)
                {
                    SkipSpace();
                }

                if (found != TokenKind.Comment)
                {
                    return token;
                }
            }
        }
    }

    /// <summary>Reads a token from <see cref="_start"/> to <see cref="_at"/>; null where it skipped space or changed its place.</summary>
    private TokenKind? Scan()
    {
        switch (_place)
        {
            case Place.Duration: return ScanDurationPlace();
            case Place.BucketNumber: return ScanPlainNumber();
        }

        if (_histogram != HistogramPlace.None)
        {
            return ScanHistogram();
        }

        return _inBraces ? ScanBraces() : _place == Place.SeriesValues ? ScanSeriesValues() : ScanExpression();
    }

    private TokenKind? ScanExpression()
    {
        if (_at == _text.Length)
        {
            return _openParens != 0 ? Fail("unclosed left parenthesis")
                : _inBrackets ? Fail("unclosed left bracket")
                : TokenKind.EndOfInput;
        }

        var current = _text[_at];
        switch (current)
        {
            case (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r': SkipSpace(); return null;
            case (byte)'#': return TakeComment();
            case (byte)',': return Take(TokenKind.Comma);
            case (byte)'*': return Take(TokenKind.Multiply);
            case (byte)'/': return Take(TokenKind.Divide);
            case (byte)'%': return Take(TokenKind.Modulo);
            case (byte)'+': return Take(TokenKind.Add);
            case (byte)'-': return Take(TokenKind.Subtract);
            case (byte)'^': return Take(TokenKind.Power);
            case (byte)'@': return Take(TokenKind.At);
            case (byte)'=' or (byte)'!' or (byte)'<' or (byte)'>': return ScanComparison(current);
            case (byte)'"' or (byte)'\'' or (byte)'`': return ScanString(current);
            case (byte)'(': _openParens++; return Take(TokenKind.LeftParen);
            case (byte)')': return ScanRightParen();
            case (byte)'{': _inBraces = true; return Take(TokenKind.LeftBrace);
            case (byte)'[': return ScanLeftBracket();
            case (byte)']' when !_inBrackets: return Fail("unexpected right bracket ']'");
            case (byte)']': _inBrackets = false; return Take(TokenKind.RightBracket);
        }

        if (Bytes.IsDigit(current) || (current == '.' && Bytes.IsDigit(PeekAt(_at + 1))))
        {
            return ScanNumberOrDuration();
        }

        if (!Bytes.IsLetter(current) && current != ':')
        {
            return FailAtCharacter("unexpected character: ");
        }

        return _inBrackets ? ScanWordInBrackets(current) : ScanWord();
    }

    private TokenKind ScanComparison(byte first)
    {
        var second = PeekAt(_at + 1);
        switch (first, second)
        {
            case ((byte)'=', '='): return Take(TokenKind.Equal, 2);
            case ((byte)'=', '~'): return Fail("unexpected character after '=': '~'");
            case ((byte)'=', _): return Take(TokenKind.Assign);
            case ((byte)'!', '='): return Take(TokenKind.NotEqual, 2);
            case ((byte)'!', _): return Fail("unexpected character after '!': " + Utf8Text.Quoted(Utf8Text.First(_text[(_at + 1)..])));
            case ((byte)'<', '='): return Take(TokenKind.LessOrEqual, 2);
            case ((byte)'<', '/'): return Take(TokenKind.TrimUpper, 2);
            case ((byte)'<', _): return Take(TokenKind.Less);
            case ((byte)'>', '='): return Take(TokenKind.GreaterOrEqual, 2);
            case ((byte)'>', '/'): return Take(TokenKind.TrimLower, 2);
            case ((byte)'>', _): return Take(TokenKind.Greater);
            default: throw new UnreachableException();
        }
    }

    private TokenKind ScanRightParen()
    {
        _at++;
        return --_openParens < 0 ? FailBehind("unexpected right parenthesis ')'") : TokenKind.RightParen;
    }

    private TokenKind ScanLeftBracket()
    {
        if (_inBrackets)
        {
            return Fail("unexpected left bracket '['");
        }

        _hasColon = false;
        _inBrackets = true;
        _place = Place.Duration;
        return Take(TokenKind.LeftBracket);
    }

    private TokenKind ScanWord()
    {
        while (_at < _text.Length && (Bytes.IsWord(_text[_at]) || _text[_at] == ':'))
        {
            _at++;
        }

        var word = _text[_start.._at];
        var kind = Words.Keyword(word);
        if (kind is TokenKind.Fill or TokenKind.FillLeft or TokenKind.FillRight && !IsFollowedByParen())
        {
            kind = TokenKind.Identifier;
        }
        else if (kind == TokenKind.Identifier && word.Contains((byte)':'))
        {
            kind = TokenKind.MetricIdentifier;
        }

        _place = _isSeries && PeekAt(_at) != '{' ? Place.SeriesValues : Place.Expression;
        return kind;
    }

    /// <summary>Metrics may be called <c>fill</c>: it is a modifier in front of a parenthesis only.</summary>
    private readonly bool IsFollowedByParen()
    {
        var rest = _text[_at..].TrimStart(" \t\n\r"u8);
        return rest is [(byte)'(', ..];
    }

    private TokenKind ScanBracesWord()
    {
        while (_at < _text.Length && Bytes.IsWord(_text[_at]))
        {
            _at++;
        }

        return TokenKind.Identifier;
    }

    private TokenKind? ScanBraces()
    {
        if (_at == _text.Length)
        {
            return Fail("unexpected end of input inside braces");
        }

        var current = _text[_at];
        var second = PeekAt(_at + 1);
        switch (current)
        {
            case (byte)'#': return TakeComment();
            case (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r': SkipSpace(); return null;
            case (byte)',': return Take(TokenKind.Comma);
            case (byte)'"' or (byte)'\'' or (byte)'`': return ScanString(current);
            case (byte)'=' when second == '~': return Take(TokenKind.RegexMatch, 2);
            case (byte)'=': return Take(TokenKind.Assign);
            case (byte)'!' when second == '~': return Take(TokenKind.RegexNoMatch, 2);
            case (byte)'!' when second == '=': return Take(TokenKind.NotEqual, 2);
            case (byte)'!':
                return Fail("unexpected character after '!' inside braces: " + Utf8Text.Quoted(Utf8Text.First(_text[(_at + 1)..])));
            case (byte)'{': return Fail("unexpected left brace '{'");
            case (byte)'}':
                _inBraces = false;
                _place = _isSeries ? Place.SeriesValues : Place.Expression;
                return Take(TokenKind.RightBrace);
        }

        return Bytes.IsLetter(current) ? ScanBracesWord() : FailAtCharacter("unexpected character inside braces: ");
    }

    private TokenKind TakeComment()
    {
        var length = _text[_at..].IndexOfAny((byte)'\r', (byte)'\n');
        _at = length < 0 ? _text.Length : _at + length;
        return TokenKind.Comment;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && Bytes.IsSpace(_text[_at]))
        {
            _at++;
        }

        _start = _at;
    }

    private TokenKind Take(TokenKind kind, int length = 1)
    {
        _at += length;
        return kind;
    }

    /// <summary>The byte there, or -1 behind the end.</summary>
    private readonly int PeekAt(int index) => index < _text.Length ? _text[index] : -1;

    private TokenKind Fail(string problem)
    {
        Problem = problem;
        return TokenKind.Error;
    }

    /// <summary>Some errors are found when their token is already done; they are placed behind it.</summary>
    private TokenKind FailBehind(string problem)
    {
        _start = _at;
        return Fail(problem);
    }

    private TokenKind FailAtCharacter(string problem) => Fail(problem + Utf8Text.Quoted(Utf8Text.First(_text[_at..])));

    private TokenKind FailWithText(string problem) => Fail(problem + GoQuote.Quote(_text[_start.._at]));
}
