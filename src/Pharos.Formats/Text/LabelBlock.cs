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
            var next = LabelWindow.Fits(input, at) ? ReadWindow(input, at, tokens) : at;
            if (next == at)
            {
                next = ReadLong(input, at, tokens);
            }

            switch (next > at ? input[next - 1] : (byte)0)
            {
                case (byte)'}':
                    return next;
                case (byte)',':
                    at = next;
                    break;
                default:
                    return ReadAny(input, start, tokens, ref name, isExemplar);
            }
        }
    }

    /// <summary>
    /// Reads plain labels as far as one window goes. The result is the place behind the comma or brace that ends the last one, or
    /// behind something else; where the first label is not plain or does not fit, it is <paramref name="at"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadWindow(ReadOnlySpan<byte> input, int at, TokenList tokens)
    {
        var window = LabelWindow.At(input, at);
        var offset = 0;
        while (offset < LabelWindow.Length && window.TryFindLabel(offset, out var nameEnd, out var valueEnd))
        {
            var valueStart = at + nameEnd + 2;
            if (nameEnd == offset || input[at + offset] <= (byte)'9' || input[valueStart - 2] != (byte)'=' || at + valueEnd + 1 >= input.Length)
            {
                break;
            }

            tokens.Add(new LabelToken(at + offset, valueStart - 2, valueStart, at + valueEnd, HasEscapes: false));
            offset = valueEnd + 2;
            if (input[at + valueEnd + 1] != (byte)',')
            {
                break;
            }
        }

        return at + offset;
    }

    /// <summary>Reads one plain label of any length; the result is as that of <see cref="ReadWindow"/>.</summary>
    private static int ReadLong(ReadOnlySpan<byte> input, int at, TokenList tokens)
    {
        var nameEnd = ByteScan.LabelNameEnd(input, at);
        if (nameEnd == at || input[at] <= (byte)'9' || nameEnd + 2 >= input.Length
            || input[nameEnd] != (byte)'=' || input[nameEnd + 1] != (byte)'"')
        {
            return at;
        }

        var valueEnd = ByteScan.PlainTextEnd(input, nameEnd + 2);
        if (valueEnd + 1 >= input.Length || input[valueEnd] != (byte)'"')
        {
            return at;
        }

        tokens.Add(new LabelToken(at, nameEnd, nameEnd + 2, valueEnd, HasEscapes: false));
        return valueEnd + 2;
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

            var valueFrom = at + 1;
            at = SkipBlanks(input, valueFrom);
            at = at > valueFrom && !isExemplar ? SkipBlanksAndZeros(input, at) : at;
            var valueStart = at;
            if (At(input, at) != '"')
            {
                ExpositionErrors.ThrowExpected(input, at, "label value in double quotes");
            }

            at = QuotedText.End(input, at, "label value", allowZeros: !isExemplar, allowLineBreaks: !TRules.IsStrict, out var valueHasEscapes);

            // The reference takes the last byte off for the quote, whatever it is, so the quote belongs to the value where zeros follow it.
            at = isExemplar ? at : ZeroBytes.Skip(input, at);
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

    /// <summary>Blanks before a label's value take zeros along, as the value itself does.</summary>
    private static int SkipBlanksAndZeros(ReadOnlySpan<byte> input, int at)
    {
        for (var next = ZeroBytes.Skip(input, at); next > at; next = ZeroBytes.Skip(input, at))
        {
            at = SkipBlanks(input, next);
        }

        return at;
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
