using Pharos.Foundation.RegularExpressions;
using Pharos.Model;
using Pharos.PromQL.Syntax.Lexing;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>Selectors: a name, matchers in braces, or both.</summary>
internal ref partial struct Parser
{
    public static IReadOnlyList<Matcher> ParseMetricSelector(ReadOnlySpan<byte> text)
    {
        var parser = new Parser(text, ParserOptions.Default, isSeries: false);
        var hasName = TokenKinds.IsMetricName(parser.Peek());
        if (!hasName && parser.Peek() != TokenKind.LeftBrace)
        {
            throw parser.Unexpected();
        }

        var selector = parser.ParseSelector(hasName ? parser.Take() : null);
        parser.ExpectEnd();
        parser.ThrowIfBad();
        return selector.Matchers;
    }

    private VectorSelector ParseSelector(Token? name)
    {
        var matchers = new List<Matcher>();
        var start = name?.Start ?? _ahead.Start;
        var end = name?.End ?? 0;
        if (Peek() == TokenKind.LeftBrace)
        {
            Take();
            end = ParseMatchers(matchers);
        }

        byte[]? nameText = null;
        if (name is { } token)
        {
            nameText = TextOf(token).ToArray();
            matchers.Add(new Matcher(MatchType.Equal, LabelNames.MetricName, nameText));
        }

        return new VectorSelector(new TextSpan(start, end), nameText, matchers, default, SelectorModifier.None);
    }

    /// <summary>Up to the closing brace, whose end it returns.</summary>
    private int ParseMatchers(List<Matcher> matchers)
    {
        while (Peek() != TokenKind.RightBrace)
        {
            if (ParseMatcher() is { } matcher)
            {
                matchers.Add(matcher);
            }

            if (!TryTake(TokenKind.Comma) && Peek() != TokenKind.RightBrace)
            {
                throw Unexpected(ErrorContext.MatcherEnd);
            }
        }

        return Take().End;
    }

    /// <summary>Null if the regular expression is not valid, which is noted.</summary>
    private Matcher? ParseMatcher()
    {
        if (Peek() is not (TokenKind.Identifier or TokenKind.String))
        {
            throw Unexpected(ErrorContext.MatcherName);
        }

        var name = Take();
        if (!TokenKinds.IsMatchOperator(Peek()))
        {
            // A quoted text on its own is the name of the metric.
            return name.Kind == TokenKind.String
                ? new Matcher(MatchType.Equal, LabelNames.MetricName, QuotedText.Unquote(TextOf(name)))
                : throw Unexpected(ErrorContext.MatcherOperator);
        }

        var type = Take().Kind switch
        {
            TokenKind.Assign => MatchType.Equal,
            TokenKind.NotEqual => MatchType.NotEqual,
            TokenKind.RegexMatch => MatchType.Regex,
            _ => MatchType.NotRegex,
        };
        if (Peek() != TokenKind.String)
        {
            throw Unexpected(ErrorContext.MatcherValue);
        }

        var value = Take();
        try
        {
            return new Matcher(
                type,
                name.Kind == TokenKind.String ? QuotedText.Unquote(TextOf(name)) : TextOf(name),
                QuotedText.Unquote(TextOf(value)));
        }
        catch (Re2SyntaxException exception)
        {
            Note(new TextSpan(name.Start, value.End), exception.Message);
            return null;
        }
    }
}
