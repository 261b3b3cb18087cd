using System.Globalization;
using Pharos.Foundation.Text;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.PromQL.Syntax.Lexing;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>The values of a series description: <c>1 2+3x4 _x5 stale {{count:1}}x6</c>.</summary>
internal ref partial struct Parser
{
    /// <summary>A description of a few bytes can ask for any number of values.</summary>
    private const int MostSeriesValues = 1 << 22;

    public static SeriesDescription ParseSeriesDescription(ReadOnlySpan<byte> text)
    {
        var parser = new Parser(text, ParserOptions.Default, isSeries: true);
        var labels = parser.ParseLabels();
        var values = new List<SequenceValue>();
        parser._context = ErrorContext.SeriesValues;
        if (parser.Peek() is not (TokenKind.Space or TokenKind.EndOfInput))
        {
            throw parser.Unexpected();
        }

        while (parser.TryTake(TokenKind.Space))
        {
            parser.ParseSeriesItem(values);
        }

        parser.ExpectEnd();
        parser.ThrowIfBad();
        return new SeriesDescription(labels, values);
    }

    private void ParseSeriesItem(List<SequenceValue> values)
    {
        switch (Peek())
        {
            case TokenKind.Blank:
                Take();
                Repeat(values, new SequenceValue { IsOmitted = true }, TryTake(TokenKind.Times) ? ParseCount(values) : 1);
                break;
            case TokenKind.Identifier or TokenKind.Number or TokenKind.Add or TokenKind.Subtract:
                ParseNumbers(values);
                break;
            case TokenKind.OpenHistogram:
                ParseHistograms(values);
                break;
        }
    }

    private void ParseNumbers(List<SequenceValue> values)
    {
        var value = Peek() == TokenKind.Identifier ? ParseStale() : ParseSignedNumber();
        var step = 0.0;
        var hasStep = Peek() is TokenKind.Add or TokenKind.Subtract;
        if (hasStep)
        {
            step = ParseSignedNumber();
            Expect(TokenKind.Times);
        }
        else if (!TryTake(TokenKind.Times))
        {
            values.Add(new SequenceValue { Value = value });
            return;
        }

        // The value itself, and as many as are asked for behind it.
        for (var count = ParseCount(values); count >= 0; count--)
        {
            values.Add(new SequenceValue { Value = value });
            value = hasStep ? value + step : value;
        }
    }

    private double ParseStale()
    {
        var word = Take();
        if (!TextOf(word).SequenceEqual("stale"u8))
        {
            NoteUnexpected(word, ErrorContext.SeriesValue);
        }

        return SpecialValues.StaleNaN;
    }

    private void ParseHistograms(List<SequenceValue> values)
    {
        var first = ParseHistogram(out var isHintSet);
        if (Peek() is not (TokenKind.Times or TokenKind.Add or TokenKind.Subtract))
        {
            values.Add(new SequenceValue { Histogram = first, IsCounterResetHintSet = isHintSet });
            return;
        }

        var kind = Take().Kind;
        if (kind == TokenKind.Times)
        {
            Repeat(values, new SequenceValue { Histogram = first, IsCounterResetHintSet = isHintSet }, ParseCount(values) + 1);
            return;
        }

        var step = Peek() == TokenKind.OpenHistogram ? ParseHistogram(out isHintSet) : throw Unexpected();
        Expect(TokenKind.Times);
        AddSteps(values, first, step, kind == TokenKind.Subtract, isHintSet, ParseCount(values));
    }

    private readonly void AddSteps(
        List<SequenceValue> values, FloatHistogram first, FloatHistogram step, bool isSubtraction, bool isHintSet, int count)
    {
        var current = first;
        values.Add(new SequenceValue { Histogram = first, IsCounterResetHintSet = isHintSet });
        for (var i = 0; i < count; i++)
        {
            if (current.Schema > step.Schema)
            {
                Note(_ahead.Span, $"error combining histograms: cannot merge from schema {step.Schema} to {current.Schema}");
                return;
            }

            current = current.Copy();
            var result = isSubtraction ? current.Subtract(step) : current.Add(step);
            if (result.HasFlag(HistogramMergeResult.IncompatibleSchemas))
            {
                Note(_ahead.Span, HistogramFault.IncompatibleSchemas.Message);
                return;
            }

            values.Add(new SequenceValue { Histogram = current, IsCounterResetHintSet = isHintSet });
        }
    }

    private static void Repeat(List<SequenceValue> values, SequenceValue value, int count)
    {
        for (; count > 0; count--)
        {
            values.Add(value);
        }
    }

    /// <summary>How often something is repeated; never so often that there would be too many values.</summary>
    private int ParseCount(List<SequenceValue> values)
    {
        var token = Expect(TokenKind.Number);
        var count = ToUnsigned(token);
        if (count < (ulong)(MostSeriesValues - values.Count))
        {
            return (int)count;
        }

        Note(token.Span, string.Create(CultureInfo.InvariantCulture, $"a series description has at most {MostSeriesValues} values"));
        throw _problems.ToException();
    }

    private readonly ulong ToUnsigned(Token token)
    {
        var text = TextOf(token);
        if (text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            Note(token.Span, $"invalid repetition in series values: strconv.ParseUint: parsing {GoQuote.Quote(text)}: invalid syntax");
            return 0;
        }

        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            Note(token.Span, $"invalid repetition in series values: strconv.ParseUint: parsing {GoQuote.Quote(text)}: value out of range");
        }

        return value;
    }

    private double ParseSignedNumber()
    {
        var isMinus = Peek() == TokenKind.Subtract;
        if (isMinus || Peek() == TokenKind.Add)
        {
            Take();
        }

        var value = NumberValue(Expect(TokenKind.Number));
        return isMinus ? -value : value;
    }
}
