using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Pharos.Formats.Text;

/// <summary>Where the two text formats differ between the braces.</summary>
internal interface ILabelBlockRules
{
    /// <summary>Blanks may stand between the tokens.</summary>
    static abstract bool AllowsBlanks { get; }

    /// <summary>A comma must stand between two labels, and a quoted value ends with its line.</summary>
    static abstract bool IsStrict { get; }
}

/// <summary>Where a metric's name stands in the input, without quotes; -1 until it was found.</summary>
internal record struct NameToken(int Start, int End, bool HasEscapes)
{
    public static NameToken None => new(-1, -1, HasEscapes: false);

    public readonly bool IsFound => Start >= 0;
}

/// <summary>The labels between braces, for a series or an exemplar.</summary>
internal static class LabelBlock<TRules>
    where TRules : struct, ILabelBlockRules
{
    /// <summary>Reads from behind the opening brace and returns the place behind the closing one.</summary>
    /// <param name="name">Set when the block begins with a quoted metric name, which it must not when there is one already.</param>
    /// <param name="isExemplar">Then no metric name is allowed at all.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> input, int start, TokenList tokens, ref NameToken name, bool isExemplar = false)
    {
        tokens.Clear();

        // Fast path: name="value" with nothing between, values in plain ASCII. Anything else makes a new start below.
        var at = start;
        while (true)
        {
            var nameEnd = ByteScan.LabelNameEnd(input, at);
            if (nameEnd == at || input[at] <= (byte)'9' || nameEnd + 2 >= input.Length
                || input[nameEnd] != (byte)'=' || input[nameEnd + 1] != (byte)'"')
            {
                break;
            }

            var valueStart = nameEnd + 2;
            var valueEnd = ByteScan.PlainTextEnd(input, valueStart);
            if (valueEnd + 1 >= input.Length || input[valueEnd] != (byte)'"')
            {
                break;
            }

            tokens.Add(new LabelToken(at, nameEnd, valueStart, valueEnd, HasEscapes: false));
            at = valueEnd + 2;
            if (input[valueEnd + 1] == (byte)'}')
            {
                return at;
            }

            if (input[valueEnd + 1] != (byte)',')
            {
                break;
            }
        }

        return ReadAny(input, start, tokens, ref name, isExemplar);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadAny(ReadOnlySpan<byte> input, int start, TokenList tokens, ref NameToken name, bool isExemplar)
    {
        tokens.Clear();
        var at = SkipBlanks(input, start);
        while (true)
        {
            var first = At(input, at);
            if (first == '}')
            {
                return at + 1;
            }

            var nameStart = at;
            var isQuoted = first == '"';
            var hasEscapes = false;
            if (isQuoted)
            {
                at = QuotedText.End(input, at, "label name", allowZeros: false, allowLineBreaks: !isExemplar, out hasEscapes);
            }
            else if (char.IsAsciiLetter((char)first) || first == '_')
            {
                at = ByteScan.LabelNameEnd(input, at);
            }
            else
            {
                ExpositionErrors.ThrowExpected(input, at, "label name");
            }

            var nameEnd = at;
            at = SkipBlanks(input, at);
            var next = At(input, at);
            if (isQuoted && next is ',' or '}')
            {
                TakeMetricName(input, nameStart, nameEnd, hasEscapes, ref name, isExemplar);
                if (next == '}')
                {
                    return at + 1;
                }

                at = SkipBlanks(input, at + 1);
                continue;
            }

            if (next != '=')
            {
                ExpositionErrors.ThrowExpected(input, at, "equal sign");
            }

            at = SkipBlanks(input, at + 1);
            var valueStart = at;
            if (At(input, at) != '"')
            {
                ExpositionErrors.ThrowExpected(input, at, "label value in double quotes");
            }

            at = QuotedText.End(input, at, "label value", allowZeros: true, allowLineBreaks: !TRules.IsStrict, out var valueHasEscapes);
            if (!Utf8.IsValid(input[valueStart..at]))
            {
                ExpositionErrors.Throw(input, valueStart, $"invalid UTF-8 label value: {ExpositionErrors.Quote(input[valueStart..at])}");
            }

            var quote = isQuoted ? 1 : 0;
            tokens.Add(new LabelToken(nameStart + quote, nameEnd - quote, valueStart + 1, at - 1, hasEscapes | valueHasEscapes));
            at = SkipBlanks(input, at);
            if (At(input, at) == ',')
            {
                at = SkipBlanks(input, at + 1);
            }
            else if (TRules.IsStrict && At(input, at) != '}')
            {
                ExpositionErrors.ThrowExpected(input, at, "comma or closing brace");
            }
        }
    }

    private static void TakeMetricName(
        ReadOnlySpan<byte> input, int start, int end, bool hasEscapes, ref NameToken name, bool isExemplar)
    {
        if (isExemplar)
        {
            ExpositionErrors.Throw(input, end, "expected equal sign: an exemplar has no metric name");
        }

        if (name.IsFound)
        {
            ExpositionErrors.Throw(input, start, "metric name already set");
        }

        name = new NameToken(start + 1, end - 1, hasEscapes);
    }

    private static int SkipBlanks(ReadOnlySpan<byte> input, int at)
    {
        while (TRules.AllowsBlanks && at < input.Length && input[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>The byte there, -1 behind the end.</summary>
    private static int At(ReadOnlySpan<byte> input, int at) => at < input.Length ? input[at] : -1;
}
