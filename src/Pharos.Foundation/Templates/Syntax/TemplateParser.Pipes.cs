using System.Globalization;
using System.Text;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Text;

namespace Pharos.Foundation.Templates.Syntax;

/// <summary>Pipelines, and the tokens that all of the parser reads.</summary>
internal sealed partial class TemplateParser
{
    private Token Peek => _tokens[Math.Min(_at, _tokens.Count - 1)];

    private Token PeekWord()
    {
        while (Peek.Kind == TokenKind.Space)
        {
            _at++;
        }

        return Peek;
    }

    private Token NextWord()
    {
        var token = PeekWord();
        _at++;
        return token;
    }

    private void Expect(TokenKind kind, string context)
    {
        if (NextWord() is var token && token.Kind != kind)
        {
            throw Unexpected(token, context);
        }
    }

    private PipeNode ParsePipe(string context, TokenKind end)
    {
        var start = PeekWord().Position;
        var variables = ParseDeclarations(context, out var assigns);
        var commands = new List<CommandNode>();
        while (PeekWord() is var token && token.Kind != end)
        {
            if (!BeginsOperand(token.Kind))
            {
                NextWord();
                throw Unexpected(token, context);
            }

            commands.Add(ParseCommand());
        }

        NextWord();
        if (commands.Count == 0)
        {
            throw Fail("missing value for " + context);
        }

        var notExecutable = commands.FindIndex(1, static command => command.Operands[0] is BoolNode or DotNode or NilNode or NumberNode or StringNode);
        return notExecutable > 0
            ? throw Fail(FormattableString.Invariant($"non executable command in pipeline stage {notExecutable + 1}"))
            : new PipeNode(start, variables, assigns, commands);
    }

    private static bool BeginsOperand(TokenKind kind) => kind is TokenKind.Bool or TokenKind.Character or TokenKind.Complex or TokenKind.Dot
        or TokenKind.Field or TokenKind.Identifier or TokenKind.Number or TokenKind.Nil or TokenKind.RawQuoted or TokenKind.Quoted
        or TokenKind.Variable or TokenKind.LeftParenthesis;

    private List<VariableNode> ParseDeclarations(string context, out bool assigns)
    {
        var variables = new List<VariableNode>();
        assigns = false;
        while (PeekWord() is { Kind: TokenKind.Variable } name)
        {
            var before = _at++;
            var next = PeekWord();
            var isComma = next is { Kind: TokenKind.Other, Text: "," };
            if (!isComma && next.Kind is not (TokenKind.Assign or TokenKind.Declare))
            {
                _at = before;
                break;
            }

            NextWord();
            variables.Add(new VariableNode(name.Position, [name.Text]));
            _variables.Add(name.Text);
            if (!isComma)
            {
                assigns = next.Kind == TokenKind.Assign;
                break;
            }

            if (context != "range" || variables.Count > 1)
            {
                throw Fail("too many declarations in " + context);
            }

            if (PeekWord().Kind is not (TokenKind.Variable or TokenKind.RightDelimiter or TokenKind.RightParenthesis))
            {
                throw Fail("range can only initialize variables");
            }
        }

        return variables;
    }

    private CommandNode ParseCommand()
    {
        var start = PeekWord().Position;
        var operands = new List<Node>();
        while (true)
        {
            PeekWord();
            if (ParseOperand() is { } operand)
            {
                operands.Add(operand);
            }

            var token = Peek;
            if (token.Kind == TokenKind.Space)
            {
                continue;
            }

            if (token.Kind == TokenKind.Pipe)
            {
                _at++;
            }
            else if (token.Kind is not (TokenKind.RightDelimiter or TokenKind.RightParenthesis))
            {
                _at++;
                throw Unexpected(token, "operand");
            }

            return operands.Count > 0 ? new CommandNode(start, operands) : throw Fail("empty command");
        }
    }

    /// <summary>A term and the fields behind it; null where none is.</summary>
    private Node? ParseOperand()
    {
        var term = ParseTerm();
        if (term is null || Peek.Kind != TokenKind.Field)
        {
            return term;
        }

        var start = Peek.Position;
        var names = new List<string>();
        for (; Peek.Kind == TokenKind.Field; _at++)
        {
            names.Add(Peek.Text[1..]);
        }

        return term switch
        {
            FieldNode field => new FieldNode(start, [.. field.Names, .. names]),
            VariableNode variable => new VariableNode(start, [.. variable.Names, .. names]),
            BoolNode or StringNode or NumberNode or NilNode or DotNode => throw Fail("unexpected . after term " + GoQuote.Quote(term.ToString()!)),
            _ => new ChainNode(start, term, names),
        };
    }

    private Node? ParseTerm()
    {
        var token = PeekWord();
        if (!BeginsOperand(token.Kind))
        {
            return null;
        }

        _at++;
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                return _functions.Find(token.Text) is null
                    ? throw Fail($"function {GoQuote.Quote(token.Text)} not defined")
                    : new FunctionNode(token.Position, token.Text);
            case TokenKind.Dot:
                return new DotNode(token.Position);
            case TokenKind.Nil:
                return new NilNode(token.Position);
            case TokenKind.Variable:
                return _variables.Contains(token.Text)
                    ? new VariableNode(token.Position, [token.Text])
                    : throw Fail("undefined variable " + GoQuote.Quote(token.Text));
            case TokenKind.Field:
                return new FieldNode(token.Position, [token.Text[1..]]);
            case TokenKind.Bool:
                return new BoolNode(token.Position, token.Text == "true");
            case TokenKind.LeftParenthesis:
                if (++_depth > MaxDepth)
                {
                    throw Fail("max expression depth exceeded");
                }

                var pipe = ParsePipe("parenthesized pipeline", TokenKind.RightParenthesis);
                _depth--;
                return pipe;
            case TokenKind.Quoted or TokenKind.RawQuoted:
                return new StringNode(token.Position, token.Text, Unquote(token.Text));
            default:
                return ParseNumber(token);
        }
    }

    private NumberNode ParseNumber(Token token)
    {
        if (token.Kind == TokenKind.Complex || token.Text.EndsWith('i'))
        {
            throw Fail("complex numbers are not supported: " + GoQuote.Quote(token.Text));
        }

        if (token.Kind == TokenKind.Character)
        {
            return GoUnquote.TryCharacter(token.Text, out var character)
                ? new NumberNode(token.Position, token.Text, character, character, isWritten: false)
                : throw Fail("malformed character constant: " + token.Text);
        }

        if (GoInteger.TryParse(token.Text, out var integer))
        {
            return new NumberNode(token.Position, token.Text, integer, integer, isWritten: false);
        }

        if (!GoFloatLiteral.TryParse(token.Text, out var number))
        {
            throw Fail("illegal number syntax: " + GoQuote.Quote(token.Text));
        }

        if (!token.Text.AsSpan().ContainsAny(".eEpP"))
        {
            throw Fail("integer overflow: " + GoQuote.Quote(token.Text));
        }

        return new NumberNode(token.Position, token.Text, number == (long)number ? (long)number : null, number, isWritten: true);
    }

    private string Unquote(string quoted) => GoUnquote.TryUnquote(quoted, out var text) ? Encoding.UTF8.GetString(text) : throw Fail("invalid syntax");

    private TemplateException Unexpected(Token token, string context)
    {
        if (token.Kind != TokenKind.Error)
        {
            return Fail($"unexpected {token} in {context}");
        }

        var action = token.Text.EndsWith(" action", StringComparison.Ordinal) ? "" : " in action";
        return Fail(_actionLine == 0 || _actionLine == token.Line
            ? token.Text
            : string.Create(CultureInfo.InvariantCulture, $"{token.Text}{action} started at {_source.Name}:{_actionLine}"));
    }

    /// <summary>At the token that was read last.</summary>
    private TemplateException Fail(string message)
    {
        var line = _tokens[Math.Clamp(_at - 1, 0, _tokens.Count - 1)].Line;
        return new TemplateException(FormattableString.Invariant($"template: {_source.Name}:{line}: {message}"));
    }
}
