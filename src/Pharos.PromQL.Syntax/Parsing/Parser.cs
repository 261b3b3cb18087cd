using Pharos.PromQL.Syntax.Lexing;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>
/// A recursive-descent parser with one token of lookahead. The first token that does not fit ends it; what is wrong in meaning is noted
/// and parsing goes on.
/// </summary>
/// <remarks>
/// Which problem comes first is a part of the language, for only that one is shown. Therefore the next token is only looked at where it
/// decides something: a broken character behind <c>offset 5m</c> comes after what is wrong with the offset.
/// </remarks>
internal ref partial struct Parser
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly ParserOptions _options;
    private readonly ProblemList _problems = new();
    private Lexer _lexer;
    private Token _ahead;
    private bool _hasAhead;
    private ErrorContext _context = ErrorContext.None;
    private int _depth;

    // Behind the token that was taken last.
    private int _lastEnd;

    private Parser(ReadOnlySpan<byte> text, ParserOptions options, bool isSeries)
    {
        _text = text;
        _options = options;
        _lexer = new Lexer(text, isSeries);
    }

    public static Expression ParseExpression(ReadOnlySpan<byte> text, ParserOptions options)
    {
        var parser = new Parser(text, options, isSeries: false);
        if (parser.Peek() == TokenKind.EndOfInput)
        {
            parser.Note(default, "no expression found in input");
            throw parser._problems.ToException();
        }

        var expression = parser.ParseBinary(0);
        parser.ExpectEnd();
        parser.ThrowIfBad();
        TypeCheck.Run(expression, text, parser._problems);
        parser.ThrowIfBad();
        return expression;
    }

    private readonly void ThrowIfBad()
    {
        if (!_problems.IsEmpty)
        {
            throw _problems.ToException();
        }
    }

    private void ExpectEnd()
    {
        if (Peek() != TokenKind.EndOfInput)
        {
            throw Unexpected(ErrorContext.None);
        }
    }

    /// <summary>The kind of the next token, which stays.</summary>
    private TokenKind Peek()
    {
        if (!_hasAhead)
        {
            _ahead = _lexer.Next();
            _hasAhead = true;
            if (_ahead.Kind == TokenKind.Error)
            {
                Note(new TextSpan(_ahead.Start, _text.Length), _lexer.Problem);
                throw _problems.ToException();
            }
        }

        return _ahead.Kind;
    }

    private Token Take()
    {
        Peek();
        _hasAhead = false;
        _lastEnd = _ahead.End;
        return _ahead;
    }

    private bool TryTake(TokenKind kind)
    {
        if (Peek() != kind)
        {
            return false;
        }

        Take();
        return true;
    }

    private Token Expect(TokenKind kind) => Peek() == kind ? Take() : throw Unexpected();

    private readonly ReadOnlySpan<byte> TextOf(Token token) => _text[token.Start..token.End];

    private readonly void Note(TextSpan span, string reason) => _problems.Add(_text, span, reason);

    private PromQLSyntaxException Unexpected() => Unexpected(_context);

    private PromQLSyntaxException Unexpected(ErrorContext context)
    {
        Peek();
        NoteUnexpected(_ahead, context);
        return _problems.ToException();
    }

    private readonly void NoteUnexpected(Token token, ErrorContext context)
    {
        var reason = "unexpected " + TokenKinds.Describe(token.Kind, TextOf(token));
        reason += context.Where.Length > 0 ? " in " + context.Where : "";
        reason += context.Expected.Length > 0 ? ", expected " + context.Expected : "";
        Note(token.Span, reason);
    }

    /// <summary>Every way into a deeper expression passes here, and leaves by <see cref="Leave"/>.</summary>
    private void Enter()
    {
        if (++_depth > _options.MaxNesting)
        {
            throw TooDeep();
        }
    }

    private void Leave() => _depth--;

    private PromQLSyntaxException TooDeep()
    {
        Peek();
        Note(_ahead.Span, $"expression is nested too deeply, more than {_options.MaxNesting} levels are not allowed");
        return _problems.ToException();
    }
}
