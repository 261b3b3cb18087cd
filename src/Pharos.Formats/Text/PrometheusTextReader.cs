using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Pharos.Foundation.Numbers;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Text;

/// <summary>
/// Reads the Prometheus text format, 0.0.4 and 1.0.0. It accepts what the reference's parser accepts, including what the format's
/// description does not mention: a metric name runs from the line's first byte, blanks included, and a zero byte at a line's start ends
/// the exposition.
/// </summary>
public ref struct PrometheusTextReader : ILineReader
{
    private readonly ReadOnlySpan<byte> _input;
    private readonly ExpositionScratch _scratch;
    private readonly bool _addTypeAndUnitLabels;

    /// <summary>Where the next line begins.</summary>
    private int _next;

    private int _lineStart;
    private int _seriesStart;
    private int _seriesEnd;
    private NameToken _name;

    /// <summary>Name and labels of the series are found; of a known series only when they are asked for.</summary>
    private bool _hasTokens;

    private int _familyStart;
    private int _familyEnd;
    private int _textStart;
    private int _textEnd;

    public PrometheusTextReader(ReadOnlySpan<byte> input, ExpositionScratch scratch, ExpositionOptions? options = null)
    {
        _input = input;
        _scratch = scratch;
        _addTypeAndUnitLabels = options is { AddTypeAndUnitLabels: true };
    }

    public ExpositionEntry Entry { get; private set; }

    public readonly ReadOnlySpan<byte> FamilyName => _input[_familyStart.._familyEnd];

    public MetricType Type { get; private set; }

    public readonly ReadOnlySpan<byte> Text => Entry == ExpositionEntry.Help
        ? Unescape.Help(_input[_textStart.._textEnd], _scratch.Value)
        : _input[_textStart.._textEnd];

    public readonly ReadOnlySpan<byte> Line => _input[_lineStart.._textEnd];

    public readonly ReadOnlySpan<byte> Series => _input[_seriesStart.._seriesEnd];

    public double Value { get; private set; }

    public bool HasTimestamp { get; private set; }

    public long TimestampMs { get; private set; }

    public readonly Histogram? Histogram => null;

    public readonly FloatHistogram? FloatHistogram => null;

    public bool Read()
    {
        while (_next < _input.Length)
        {
            var at = _next;
            var first = _input[at];
            if (char.IsAsciiLetter((char)first) || first is (byte)'_' or (byte)':')
            {
                ReadSeries(at, at);
                return true;
            }

            // Slow path: comments, empty lines, blanks before the line, quoted metric names.
            at = SkipBlanks(at);
            switch (at < _input.Length ? _input[at] : (byte)'\n')
            {
                case (byte)'\n':
                    _next = at + 1;
                    break;
                case (byte)'#':
                    if (ReadComment(at))
                    {
                        return true;
                    }

                    break;
                case 0:
                    _next = _input.Length;
                    break;
                case (byte)'{':
                case (byte)'_':
                case (byte)':':
                case >= (byte)'a' and <= (byte)'z':
                case >= (byte)'A' and <= (byte)'Z':
                    ReadSeries(_next, at);
                    return true;
                default:
                    ExpositionErrors.ThrowExpected(_input, at, "metric name or comment");
                    break;
            }
        }

        Entry = ExpositionEntry.None;
        return false;
    }

    public void ReadLabels(LabelsBuilder labels)
    {
        if (!_hasTokens)
        {
            ReadTokensOfKnown();
        }

        SeriesTokens.ReadLabels(_input, _seriesStart, _seriesEnd, _name, _scratch, labels, Type, default, _addTypeAndUnitLabels);
    }

    public bool TryReadKnown(ReadOnlySpan<byte> series)
    {
        var at = _next + series.Length;
        if ((uint)at >= (uint)_input.Length || _input[at] != (byte)' ' || !_input.Slice(_next, series.Length).SequenceEqual(series))
        {
            return false;
        }

        _hasTokens = false;
        _seriesStart = _next;
        _seriesEnd = at;
        Entry = ExpositionEntry.Series;
        if (TryReadPlainValue(at))
        {
            return true;
        }

        // A bare name may have labels behind blanks: then it is another series.
        var value = SkipBlanks(at);
        if (value < _input.Length && _input[value] == (byte)'{')
        {
            return false;
        }

        ReadAnyValue(at);
        return true;
    }

    public bool TrySkipKnown(ReadOnlySpan<byte> line)
    {
        var end = _next + line.Length;
        if (end >= _input.Length || _input[end] != (byte)'\n' || !_input.Slice(_next, line.Length).SequenceEqual(line))
        {
            return false;
        }

        _next = end + 1;
        return true;
    }

    /// <summary>Empty lines are not worth it; nothing else is ignored.</summary>
    public readonly bool TrySkipIgnored() => false;

    /// <summary>The format has no start timestamps.</summary>
    public readonly long ReadStartTimestamp() => 0;

    /// <summary>The format has no exemplars.</summary>
    public readonly bool ReadExemplar(LabelsBuilder labels, out ExemplarValue exemplar)
    {
        exemplar = default;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadSeries(int lineStart, int at)
    {
        at = ReadTokens(lineStart, at);
        Entry = ExpositionEntry.Series;
        if (!TryReadPlainValue(at))
        {
            ReadAnyValue(at);
        }
    }

    /// <summary>Reads metric name and labels, and returns the place behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadTokens(int lineStart, int at)
    {
        _hasTokens = true;
        _scratch.Labels.Clear();
        _name = NameToken.None;
        if (_input[at] != (byte)'{')
        {
            at = ByteScan.MetricNameEnd(_input, at);
            _name = new NameToken(lineStart, at, HasEscapes: false);
        }

        _seriesStart = lineStart;
        _seriesEnd = at;
        return at < _input.Length && _input[at] != (byte)' ' ? ReadBlock(at) : at;
    }

    private void ReadTokensOfKnown()
    {
        var knownEnd = _seriesEnd;
        var at = ReadTokens(_seriesStart, _input[_seriesStart] is (byte)' ' or (byte)'\t' ? SkipBlanks(_seriesStart) : _seriesStart);
        if (_seriesEnd < knownEnd)
        {
            // Blanks between the name and the labels.
            ReadBlock(SkipBlanks(at));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadBlock(int at)
    {
        if (_input[at] != (byte)'{')
        {
            var brace = SkipBlanks(at);
            if (brace >= _input.Length || _input[brace] != (byte)'{')
            {
                return at;
            }

            at = brace;
        }

        at = LabelBlock<Rules>.Read(_input, at + 1, _scratch.Labels, ref _name);
        _seriesEnd = at;
        if (!_name.IsFound)
        {
            ExpositionErrors.Throw(_input, _seriesStart, "metric name not set");
        }

        return at;
    }

    /// <summary>Reads what nearly all lines end with: one blank, a number of few digits and nothing more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadPlainValue(int at)
    {
        if (TextLine.TryReadPlainEnd(_input, ref at, out var value))
        {
            Value = value;
            HasTimestamp = false;
            _next = at;
            return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReadAnyValue(int at)
    {
        at = SkipBlanks(at);
        if (_hasTokens && at < _input.Length && _input[at] == (byte)'{' && _seriesEnd == _name.End)
        {
            // Blanks between the name and labels that follow.
            at = SkipBlanks(ReadBlock(at));
        }

        var end = at;
        while (end < _input.Length && _input[end] is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'{'))
        {
            end++;
        }

        if (end == at)
        {
            ExpositionErrors.ThrowExpected(_input, at, "value after metric");
        }

        if (!GoFloat.TryParse(_input[at..end], out var value))
        {
            ExpositionErrors.ThrowExpected(_input, at, "value that is a number");
        }

        Value = double.IsNaN(value) ? SpecialValues.NormalNaN : value;
        ReadTimestamp(SkipBlanks(end));
    }

    private void ReadTimestamp(int at)
    {
        var start = at;
        long timestamp = 0;
        var isTooLarge = false;
        uint digit;
        for (; at < _input.Length && (digit = (uint)_input[at] - '0') <= 9; at++)
        {
            isTooLarge |= timestamp > (long.MaxValue - digit) / 10;
            timestamp = unchecked(timestamp * 10 + digit);
        }

        if (isTooLarge)
        {
            ExpositionErrors.ThrowExpected(_input, start, "timestamp in milliseconds that fits in 64 bits");
        }

        HasTimestamp = at > start;
        TimestampMs = timestamp;
        at = SkipBlanks(at);
        if (at < _input.Length && _input[at] != (byte)'\n')
        {
            ExpositionErrors.ThrowExpected(_input, at, HasTimestamp ? "end of line after timestamp" : "timestamp or end of line");
        }

        _next = at + 1;
    }

    /// <summary>Reads the line with the number sign at <paramref name="at"/>; false if the exposition ends within it.</summary>
    private bool ReadComment(int at)
    {
        var end = ByteScan.LineEnd(_input, at);
        var word = SkipBlanks(at + 1);

        // The reference stops at a zero byte behind the number sign and blanks, and where there are none, at one anywhere in the line.
        if (word == at + 1 ? _input[at..end].Contains((byte)0) : word < end && _input[word] == 0)
        {
            _next = _input.Length;
            return false;
        }

        if (word > at + 1 && EndOfKeyword(word, "HELP"u8) is var help && help >= 0)
        {
            ReadMetadata(help, end, ExpositionEntry.Help);
            return true;
        }

        if (word > at + 1 && EndOfKeyword(word, "TYPE"u8) is var type && type >= 0)
        {
            ReadMetadata(type, end, ExpositionEntry.Type);
            return true;
        }

        Entry = ExpositionEntry.Comment;
        _lineStart = _next;
        _textStart = at;
        _textEnd = end;
        _next = end + 1;
        return true;
    }

    /// <summary>Behind the keyword and the blanks after it, of which there is at least one; -1 where another word stands there.</summary>
    private readonly int EndOfKeyword(int at, ReadOnlySpan<byte> keyword)
    {
        at = ZeroBytes.EndOfWord(_input, at, keyword);
        return at >= 0 && at < _input.Length && IsBlank(_input[at]) ? SkipBlanksAndZeros(_input, at) : -1;
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';

    private static int SkipBlanksAndZeros(ReadOnlySpan<byte> input, int at)
    {
        var rest = input[at..].IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)0);
        return rest < 0 ? input.Length : at + rest;
    }

    private void ReadMetadata(int at, int lineEnd, ExpositionEntry entry)
    {
        Entry = entry;
        _lineStart = _next;
        at = ReadFamilyName(at, entry);

        // A quoted name may hold line breaks, so the line's end is behind the name.
        lineEnd = at > lineEnd ? ByteScan.LineEnd(_input, at) : lineEnd;

        if (at < lineEnd && _input[at] == 0)
        {
            ExpositionErrors.ThrowExpected(_input, at, "blank after the metric name");
        }

        // What is not blank alone loses its first byte, a blank as a rule.
        var text = _input[at..lineEnd];
        _textStart = text.Length <= 1 || (IsBlank(text[0]) && SkipBlanksAndZeros(text, 0) == text.Length) ? lineEnd : at + 1;
        _textEnd = lineEnd;
        _next = lineEnd + 1;
        if (entry == ExpositionEntry.Type)
        {
            Type = ParseType(_textStart);
        }
        else if (!Utf8.IsValid(_input[_textStart.._textEnd]))
        {
            ExpositionErrors.Throw(_input, _textStart, $"help text {ExpositionErrors.Quote(_input[_textStart.._textEnd])} is not a valid utf8 string");
        }
    }

    private int ReadFamilyName(int at, ExpositionEntry entry)
    {
        if (at < _input.Length && _input[at] == (byte)'"')
        {
            var quote = QuotedText.End(_input, at, "metric name", allowZeros: false, allowLineBreaks: true, out _);
            (_familyStart, _familyEnd) = (at + 1, quote - 1);
            return quote;
        }

        var end = ByteScan.MetricNameEnd(_input, at);
        if (end == at || _input[at] is >= (byte)'0' and <= (byte)'9')
        {
            ExpositionErrors.ThrowExpected(_input, at, entry == ExpositionEntry.Type ? "metric name after TYPE" : "metric name after HELP");
        }

        (_familyStart, _familyEnd) = (at, end);
        return end;
    }

    private readonly MetricType ParseType(int at)
    {
        var text = _input[_textStart.._textEnd];
        if (text.SequenceEqual("counter"u8))
        {
            return MetricType.Counter;
        }

        if (text.SequenceEqual("gauge"u8))
        {
            return MetricType.Gauge;
        }

        if (text.SequenceEqual("histogram"u8))
        {
            return MetricType.Histogram;
        }

        if (text.SequenceEqual("summary"u8))
        {
            return MetricType.Summary;
        }

        if (!text.SequenceEqual("untyped"u8))
        {
            ExpositionErrors.Throw(_input, at, $"invalid metric type {ExpositionErrors.Quote(text)}");
        }

        return MetricType.Unknown;
    }

    private readonly int SkipBlanks(int at)
    {
        while ((uint)at < (uint)_input.Length && _input[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    private readonly struct Rules : ILabelBlockRules
    {
        public static bool AllowsBlanks => true;

        public static bool IsStrict => false;
    }
}
