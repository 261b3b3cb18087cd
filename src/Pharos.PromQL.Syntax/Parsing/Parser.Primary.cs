using Pharos.Foundation.Text;
using Pharos.PromQL.Syntax.Lexing;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>What an expression begins with: literals, parentheses, calls, aggregations, selectors.</summary>
internal ref partial struct Parser
{
    /// <summary>Stands in for a function that is not there, so that the rest of the query can be read.</summary>
    private static readonly FunctionSignature UnknownFunction = new(default, "", [], 0, ExpressionType.Vector, false);

    private Expression ParsePrimary()
    {
        switch (Peek())
        {
            case TokenKind.Number or TokenKind.Duration: return ParseNumber();
            case TokenKind.String: return ParseString();
            case TokenKind.LeftParen: return ParseParentheses();
            case TokenKind.LeftBrace: return ParseSelector(null);
        }

        if (!TokenKinds.IsMetricName(Peek()))
        {
            throw Unexpected();
        }

        var word = Take();
        if (TokenKinds.IsAggregation(word.Kind) && Peek() is TokenKind.LeftParen or TokenKind.By or TokenKind.Without)
        {
            return ParseAggregation(word);
        }

        var isCallable = word.Kind is TokenKind.Identifier or (>= TokenKind.Start and <= TokenKind.MinOf);
        return isCallable && Peek() == TokenKind.LeftParen ? ParseCall(word) : ParseSelector(word);
    }

    private NumberLiteral ParseNumber()
    {
        var token = Take();
        var value = token.Kind == TokenKind.Duration ? DurationValue(token) : NumberValue(token);
        return new NumberLiteral(token.Span, value, token.Kind == TokenKind.Duration);
    }

    private StringLiteral ParseString()
    {
        var token = Take();
        return new StringLiteral(token.Span, QuotedText.Unquote(TextOf(token)));
    }

    private Parentheses ParseParentheses()
    {
        var open = Take();
        var inner = ParseBinary(0);
        var close = Expect(TokenKind.RightParen);
        return new Parentheses(new TextSpan(open.Start, close.End), inner);
    }

    private FunctionCall ParseCall(Token name)
    {
        var arguments = ParseArguments(out var end);
        var function = Functions.Find(TextOf(name));
        if (function is null)
        {
            Note(name.Span, "unknown function with name " + GoQuote.Quote(TextOf(name)));
        }
        else if (function.IsExperimental && !_options.EnableExperimentalFunctions)
        {
            Note(name.Span, $"function {GoQuote.Quote(TextOf(name))} is not enabled");
        }

        return new FunctionCall(new TextSpan(name.Start, end), function ?? UnknownFunction, arguments);
    }

    /// <summary>Expressions in parentheses. A comma behind the last is noted as an error, but understood.</summary>
    private List<Expression> ParseArguments(out int end)
    {
        var arguments = new List<Expression>();
        Expect(TokenKind.LeftParen);
        if (Peek() != TokenKind.RightParen)
        {
            arguments.Add(ParseBinary(0));
            while (Peek() == TokenKind.Comma)
            {
                var comma = Take();
                if (TokenKinds.StartsExpression(Peek()))
                {
                    arguments.Add(ParseBinary(0));
                }
                else
                {
                    Note(comma.Span, "trailing commas not allowed in function call args");
                }
            }
        }

        end = Expect(TokenKind.RightParen).End;
        return arguments;
    }

    private Aggregation ParseAggregation(Token name)
    {
        var outer = _context;
        _context = ErrorContext.Aggregation;
        var hasGrouping = TryParseGrouping(out var without, out var grouping, out _);
        var arguments = ParseArguments(out var end);
        _context = outer;
        if (!hasGrouping)
        {
            hasGrouping = TryParseGrouping(out without, out grouping, out var groupingEnd);
            end = hasGrouping ? groupingEnd : end;
        }

        var position = new TextSpan(name.Start, end);
        var @operator = (AggregateOperator)((int)name.Kind - (int)TokenKind.Sum);
        var hasParameter = AggregateOperators.HasParameter(@operator);
        var expected = hasParameter ? 2 : 1;
        if (arguments.Count == 0)
        {
            Note(position, "no arguments for aggregate expression provided");
        }
        else if (AggregateOperators.IsExperimental(@operator) && !_options.EnableExperimentalFunctions)
        {
            Note(
                position,
                $"{AggregateOperators.Name(@operator)}() is experimental and must be enabled with --enable-feature=promql-experimental-functions");
        }
        else if (arguments.Count != expected)
        {
            Note(
                position,
                $"wrong number of arguments for aggregate expression provided, expected {expected}, got {arguments.Count}");
        }

        // With a wrong number of arguments the query has failed already; anything will do.
        var operand = arguments.Count > 0 ? arguments[^1] : new NumberLiteral(position, 0, false);
        var parameter = hasParameter && arguments.Count > 1 ? arguments[0] : null;
        return new Aggregation(position, @operator, operand, parameter, without, grouping, hasGrouping);
    }

    private bool TryParseGrouping(out bool without, out IReadOnlyList<byte[]> labels, out int end)
    {
        without = Peek() == TokenKind.Without;
        end = 0;
        if (!without && Peek() != TokenKind.By)
        {
            labels = [];
            return false;
        }

        Take();
        labels = ParseGrouping();
        end = _lastEnd;
        return true;
    }

    private readonly double DurationValue(Token token)
    {
        if (NumberText.TryParseDuration(TextOf(token), out var seconds, out var error))
        {
            return seconds;
        }

        Note(token.Span, error);
        return 0;
    }

    private readonly double NumberValue(Token token)
    {
        if (NumberText.TryParse(TextOf(token), out var value, out var error))
        {
            return value;
        }

        Note(token.Span, error);
        return value;
    }
}
