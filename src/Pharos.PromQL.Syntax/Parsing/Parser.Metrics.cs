using Pharos.Model;
using Pharos.PromQL.Syntax.Lexing;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>Label sets as tests write them.</summary>
internal ref partial struct Parser
{
    public static Labels ParseMetric(ReadOnlySpan<byte> text)
    {
        var parser = new Parser(text, ParserOptions.Default, isSeries: false);
        var labels = parser.ParseLabels();
        parser.ExpectEnd();
        parser.ThrowIfBad();
        return labels;
    }

    /// <summary>A name, labels in braces, both or none of them.</summary>
    private Labels ParseLabels()
    {
        var labels = new LabelsBuilder();
        var name = TokenKinds.IsMetricName(Peek()) ? TextOf(Take()) : default;
        if (TryTake(TokenKind.LeftBrace))
        {
            ParseLabelSet(labels);
        }

        if (!name.IsEmpty)
        {
            labels.Set(LabelNames.MetricName, name);
        }

        return labels.ToLabels();
    }

    /// <summary>Up to the closing brace. Of a label that is given twice, the last value counts.</summary>
    private void ParseLabelSet(LabelsBuilder labels)
    {
        while (!TryTake(TokenKind.RightBrace))
        {
            ParseLabel(labels);
            if (!TryTake(TokenKind.Comma) && Peek() != TokenKind.RightBrace)
            {
                throw Unexpected(ErrorContext.LabelEnd);
            }
        }
    }

    private void ParseLabel(LabelsBuilder labels)
    {
        if (Peek() is not (TokenKind.Identifier or TokenKind.String))
        {
            throw Unexpected(ErrorContext.LabelName);
        }

        var token = Take();
        var isQuoted = token.Kind == TokenKind.String;
        var name = isQuoted ? QuotedText.Unquote(TextOf(token)) : TextOf(token);
        if (!TryTake(TokenKind.Assign))
        {
            // A quoted text on its own is the name of the metric.
            labels.Set(LabelNames.MetricName, isQuoted ? name : throw Unexpected(ErrorContext.LabelAssign));
            return;
        }

        labels.Set(name, Peek() == TokenKind.String ? QuotedText.Unquote(TextOf(Take())) : throw Unexpected(ErrorContext.LabelValue));
    }
}
