using System.Text;
using Pharos.Model.Histograms;
using Pharos.PromQL.Syntax.Lexing;

namespace Pharos.PromQL.Syntax.Parsing;

/// <summary>Histograms in series descriptions: <c>{{schema:0 count:3 buckets:[1 2]}}</c>.</summary>
internal ref partial struct Parser
{
    private FloatHistogram ParseHistogram(out bool isHintSet)
    {
        var histogram = new FloatHistogram();
        var outer = _context;
        Take();
        var fields = new HashSet<TokenKind>();
        var offset = 0;
        var negativeOffset = 0;
        if (!TryTake(TokenKind.Space))
        {
            while (Peek() != TokenKind.CloseHistogram)
            {
                ParseField(histogram, fields, ref offset, ref negativeOffset);

                // From the second field on messages know what is missing.
                _context = ErrorContext.HistogramField;
                if (!TryTake(TokenKind.Space))
                {
                    break;
                }
            }
        }

        Expect(TokenKind.CloseHistogram);
        _context = outer;
        isHintSet = fields.Contains(TokenKind.CounterResetHintField);
        histogram.PositiveSpans = Spans(histogram.PositiveBuckets, offset);
        histogram.NegativeSpans = Spans(histogram.NegativeBuckets, negativeOffset);
        return histogram;
    }

    private static BucketSpan[] Spans(double[] buckets, int offset) => buckets.Length > 0 ? [new(offset, (uint)buckets.Length)] : [];

    private void ParseField(FloatHistogram histogram, HashSet<TokenKind> fields, ref int offset, ref int negativeOffset)
    {
        var name = Peek() is >= TokenKind.SumField and <= TokenKind.CounterResetHintField ? Take() : throw Unexpected();
        Expect(TokenKind.Colon);

        // A field that is there already is read for its errors only; the first one counts.
        var isNew = fields.Add(name.Kind);
        var target = isNew ? histogram : new FloatHistogram();
        switch (name.Kind)
        {
            case TokenKind.SumField: target.Sum = ParseSignedNumber(); break;
            case TokenKind.CountField: target.Count = ParseSignedNumber(); break;
            case TokenKind.SchemaField: target.Schema = ParseInteger(); break;
            case TokenKind.ZeroBucketField: target.ZeroCount = ParseSignedNumber(); break;
            case TokenKind.ZeroBucketWidthField: target.ZeroThreshold = NumberValue(Expect(TokenKind.Number)); break;
            case TokenKind.CustomValuesField: target.CustomValues = ParseNumberList(); break;
            case TokenKind.BucketsField: target.PositiveBuckets = ParseNumberList(); break;
            case TokenKind.NegativeBucketsField: target.NegativeBuckets = ParseNumberList(); break;
            case TokenKind.OffsetField: offset = KeepFirst(isNew, offset); break;
            case TokenKind.NegativeOffsetField: negativeOffset = KeepFirst(isNew, negativeOffset); break;
            default: target.CounterResetHint = ParseHint(); break;
        }

        if (!isNew)
        {
            var text = Encoding.ASCII.GetString(TextOf(name)).ToLowerInvariant();
            Note(default, $"duplicate key \"{text}\" in histogram");
        }
    }

    private int KeepFirst(bool isNew, int first)
    {
        var value = ParseInteger();
        return isNew ? value : first;
    }

    private CounterResetHint ParseHint()
    {
        if (Peek() is < TokenKind.HintUnknown or > TokenKind.HintGauge)
        {
            throw Unexpected();
        }

        return Take().Kind switch
        {
            TokenKind.HintReset => CounterResetHint.CounterReset,
            TokenKind.HintNotReset => CounterResetHint.NotCounterReset,
            TokenKind.HintGauge => CounterResetHint.Gauge,
            _ => CounterResetHint.Unknown,
        };
    }

    /// <summary>The lower 32 bits, as in the reference.</summary>
    private int ParseInteger()
    {
        var isMinus = TryTake(TokenKind.Subtract);
        var value = unchecked((int)ToUnsigned(Expect(TokenKind.Number)));
        return isMinus ? unchecked(-value) : value;
    }

    private double[] ParseNumberList()
    {
        var numbers = new List<double>();
        Expect(TokenKind.LeftBracket);
        do
        {
            if (numbers.Count > 0 && Peek() == TokenKind.RightBracket)
            {
                break;
            }

            numbers.Add(ParseSignedNumber());
        }
        while (TryTake(TokenKind.Space));

        Expect(TokenKind.RightBracket);
        return [.. numbers];
    }
}
