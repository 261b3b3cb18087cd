using System.Globalization;
using System.Text;
using Pharos.Foundation.Text;

namespace Pharos.Foundation.Templates.Syntax;

/// <summary>Takes a template apart: text, and the words between <c>{{</c> and <c>}}</c>. A mistake becomes the last token.</summary>
internal sealed class TemplateLexer
{
    private const string Left = "{{";
    private const string Right = "}}";
    private const string LeftComment = "/*";
    private const string RightComment = "*/";

    /// <summary>The minus and the space beside it.</summary>
    private const int TrimLength = 2;

    private static readonly HashSet<string> Keywords =
        ["block", "break", "continue", "define", "else", "end", "if", "range", "template", "with"];

    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private int _depth;

    private TemplateLexer(string text)
    {
        _text = text;
    }

    public static List<Token> Read(string text)
    {
        var lexer = new TemplateLexer(text);
        while (lexer.ReadText() && lexer.ReadAction())
        {
        }

        return lexer._tokens;
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private bool IsAtEnd => _at >= _text.Length;

    /// <summary>What stands before the next action; false if there is none.</summary>
    private bool ReadText()
    {
        var open = _text.IndexOf(Left, _at, StringComparison.Ordinal);
        var end = open < 0 ? _text.Length : open;
        var shown = open >= 0 && HasLeftTrim(open + Left.Length) ? TrimmedEnd(end) : end;
        if (shown > _at)
        {
            _tokens.Add(new Token(TokenKind.Text, _at, _line, _text[_at..shown]));
        }

        MoveTo(end);
        if (open < 0)
        {
            _tokens.Add(new Token(TokenKind.End, _at, _line, ""));
        }

        return open >= 0;
    }

    private int TrimmedEnd(int end)
    {
        while (end > _at && IsSpace(_text[end - 1]))
        {
            end--;
        }

        return end;
    }

    /// <summary>A comment, or an action to its end; false after a mistake.</summary>
    private bool ReadAction()
    {
        var start = _at;
        _at += Left.Length;
        var trims = HasLeftTrim(_at);
        if (string.CompareOrdinal(_text, _at + (trims ? TrimLength : 0), LeftComment, 0, LeftComment.Length) == 0)
        {
            _at += trims ? TrimLength : 0;
            return SkipComment();
        }

        _tokens.Add(new Token(TokenKind.LeftDelimiter, start, _line, Left));
        MoveTo(_at + (trims ? TrimLength : 0));
        _depth = 0;
        bool trimsAfter;
        while (!IsAtRight(out trimsAfter))
        {
            if (!ReadWord())
            {
                return false;
            }
        }

        if (_depth > 0)
        {
            return Fail("unclosed left paren");
        }

        MoveTo(_at + (trimsAfter ? TrimLength : 0));
        _tokens.Add(new Token(TokenKind.RightDelimiter, _at, _line, Right));
        _at += Right.Length;
        SkipSpaces(trimsAfter);
        return true;
    }

    private void SkipSpaces(bool trims)
    {
        var end = _at;
        while (trims && end < _text.Length && IsSpace(_text[end]))
        {
            end++;
        }

        MoveTo(end);
    }

    private bool SkipComment()
    {
        var close = _text.IndexOf(RightComment, _at + LeftComment.Length, StringComparison.Ordinal);
        if (close < 0)
        {
            return Fail("unclosed comment");
        }

        MoveTo(close + RightComment.Length);
        if (!IsAtRight(out var trims))
        {
            return Fail("comment ends before closing delimiter");
        }

        MoveTo(_at + (trims ? TrimLength : 0) + Right.Length);
        SkipSpaces(trims);
        return true;
    }

    private bool ReadWord()
    {
        if (IsAtEnd)
        {
            return Fail("unclosed action");
        }

        var start = _at;
        var current = _text[_at++];
        switch (current)
        {
            case ' ' or '\t' or '\r' or '\n':
                return ReadSpaces(start);
            case '=':
                return Emit(TokenKind.Assign, start);
            case ':':
                if (Current != '=')
                {
                    return Fail("expected :=");
                }

                _at++;
                return Emit(TokenKind.Declare, start);
            case '|':
                return Emit(TokenKind.Pipe, start);
            case '"':
                return ReadQuoted(start, '"', TokenKind.Quoted, "unterminated quoted string");
            case '\'':
                return ReadQuoted(start, '\'', TokenKind.Character, "unterminated character constant");
            case '`':
                return ReadRawQuoted(start);
            case '$':
                return ReadName(start, TokenKind.Variable, TokenKind.Variable);
            case '.' when !IsAtEnd && !char.IsAsciiDigit(Current):
                return ReadName(start, TokenKind.Field, TokenKind.Dot);
            case '(':
                _depth++;
                return Emit(TokenKind.LeftParenthesis, start);
            case ')':
                return --_depth < 0 ? Fail("unexpected right paren") : Emit(TokenKind.RightParenthesis, start);
        }

        _at = start;
        if (current is '.' or '+' or '-' || char.IsAsciiDigit(current))
        {
            return ReadNumber(start);
        }

        if (IsWord(current))
        {
            return ReadIdentifier(start);
        }

        if (char.IsAscii(current) && !char.IsControl(current))
        {
            _at++;
            return Emit(TokenKind.Other, start);
        }

        return Fail("unrecognized character in action: " + Shown(start));
    }

    /// <summary>Up to the space that belongs to the end of the action.</summary>
    private bool ReadSpaces(int start)
    {
        while (!IsAtEnd && IsSpace(_text[_at]))
        {
            _at++;
        }

        if (Current == '-' && string.CompareOrdinal(_text, _at + 1, Right, 0, Right.Length) == 0)
        {
            _at--;
        }

        return _at == start || Emit(TokenKind.Space, start);
    }

    private bool ReadQuoted(int start, char quote, TokenKind kind, string unterminated)
    {
        for (; !IsAtEnd && _text[_at] != '\n'; _at++)
        {
            if (_text[_at] == quote)
            {
                _at++;
                return Emit(kind, start);
            }

            if (_text[_at] == '\\' && ++_at < _text.Length && _text[_at] == '\n')
            {
                break;
            }
        }

        return Fail(unterminated);
    }

    private bool ReadRawQuoted(int start)
    {
        var close = _text.IndexOf('`', _at);
        if (close < 0)
        {
            return Fail("unterminated raw quoted string");
        }

        _at = close + 1;
        return Emit(TokenKind.RawQuoted, start);
    }

    /// <summary>A name behind its first character.</summary>
    /// <param name="alone">What that character is without a name.</param>
    private bool ReadName(int start, TokenKind kind, TokenKind alone)
    {
        if (IsAtTerminator())
        {
            return Emit(alone, start);
        }

        while (IsWord(Current))
        {
            _at++;
        }

        return IsAtTerminator() ? Emit(kind, start) : Fail("bad character " + Shown(_at));
    }

    private bool ReadIdentifier(int start)
    {
        while (IsWord(Current))
        {
            _at++;
        }

        if (!IsAtTerminator())
        {
            return Fail("bad character " + Shown(_at));
        }

        var word = _text[start.._at];
        return Emit(
            word switch
            {
                "true" or "false" => TokenKind.Bool,
                "nil" => TokenKind.Nil,
                _ => Keywords.Contains(word) ? TokenKind.Keyword : TokenKind.Identifier,
            },
            start);
    }

    private bool ReadNumber(int start)
    {
        var isNumber = NumberScan.TrySkip(_text, ref _at);
        if (isNumber && Current is '+' or '-')
        {
            isNumber = NumberScan.TrySkip(_text, ref _at) && _text[_at - 1] == 'i';
            return isNumber ? Emit(TokenKind.Complex, start) : FailNumber(start);
        }

        return isNumber ? Emit(TokenKind.Number, start) : FailNumber(start);
    }

    private bool FailNumber(int start) => Fail("bad number syntax: " + GoQuote.Quote(_text[start.._at]));

    private bool Emit(TokenKind kind, int start)
    {
        _tokens.Add(new Token(kind, start, _line, _text[start.._at]));
        CountLines(start);
        return true;
    }

    private bool Fail(string message)
    {
        _tokens.Add(new Token(TokenKind.Error, _at, _line, message));
        return false;
    }

    private void MoveTo(int position)
    {
        var start = _at;
        _at = position;
        CountLines(start);
    }

    private void CountLines(int start) => _line += _text.AsSpan(start, _at - start).Count('\n');

    /// <summary>What may stand behind a name.</summary>
    private bool IsAtTerminator() =>
        IsAtEnd || IsSpace(Current) || Current is '.' or ',' or '|' or ':' or ')' or '('
        || string.CompareOrdinal(_text, _at, Right, 0, Right.Length) == 0;

    private bool IsAtRight(out bool trims)
    {
        trims = _at + 1 < _text.Length && IsSpace(_text[_at]) && _text[_at + 1] == '-'
            && string.CompareOrdinal(_text, _at + TrimLength, Right, 0, Right.Length) == 0;
        return trims || string.CompareOrdinal(_text, _at, Right, 0, Right.Length) == 0;
    }

    private bool HasLeftTrim(int at) => at + 1 < _text.Length && _text[at] == '-' && IsSpace(_text[at + 1]);

    private string Shown(int at)
    {
        if (at >= _text.Length)
        {
            return "U+FFFFFFFFFFFFFFFF";
        }

        Rune.DecodeFromUtf16(_text.AsSpan(at), out var rune, out _);
        var code = "U+" + rune.Value.ToString("X4", CultureInfo.InvariantCulture);
        return GoQuote.IsPrintable(rune) ? $"{code} '{rune}'" : code;
    }

    private static bool IsSpace(char character) => character is ' ' or '\t' or '\r' or '\n';

    private static bool IsWord(char character) => character == '_' || char.IsLetterOrDigit(character);
}
