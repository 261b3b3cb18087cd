using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Text;

/// <summary>
/// Reads OpenMetrics text, 0.0.1 and 1.0.0: one space between tokens, every line ended, <c># EOF</c> last, exemplars behind values.
/// It accepts what the reference's parser accepts; rules on whole families (suffixes, order, units of counters) are not among that.
/// </summary>
public ref struct OpenMetricsReader : ILineReader
{
    private readonly ReadOnlySpan<byte> _input;
    private readonly ExpositionScratch _scratch;
    private readonly ExpositionOptions _options;

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
    private int _unitStart;
    private int _unitEnd;
    private bool _hasExemplar;
    private ExemplarValue _exemplar;
    private CreatedLookAhead _created;

    public OpenMetricsReader(ReadOnlySpan<byte> input, ExpositionScratch scratch, ExpositionOptions? options = null)
    {
        _input = input;
        _scratch = scratch;
        _options = options ?? ExpositionOptions.Default;
        _created = CreatedLookAhead.Nothing;
    }

    public ExpositionEntry Entry { get; private set; }

    public readonly ReadOnlySpan<byte> FamilyName => _input[_familyStart.._familyEnd];

    public MetricType Type { get; private set; }

    public readonly ReadOnlySpan<byte> Text => Entry == ExpositionEntry.Help
        ? Unescape.Quoted(_input[_textStart.._textEnd], _scratch.Value)
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
        while (true)
        {
            var first = _next < _input.Length ? _input[_next] : (byte)0;
            if (BeginsSeries(first))
            {
                if (TrySkipCreated())
                {
                    continue;
                }

                ReadSeries();
                if (!_options.SkipCreatedSeries || !IsCreatedSeries())
                {
                    return true;
                }
            }
            else if (first == (byte)'#')
            {
                return ReadComment();
            }
            else if (_next >= _input.Length)
            {
                ExpositionErrors.Throw(_input, _next, "data does not end with # EOF");
            }
            else
            {
                ExpositionErrors.ThrowExpected(_input, _next, "metric name or # with a keyword");
            }
        }
    }

    public void ReadLabels(LabelsBuilder labels)
    {
        ReadTokensOfKnown();
        SeriesTokens.ReadLabels(
            _input, _seriesStart, _seriesEnd, _name, _scratch, labels, Type, _input[_unitStart.._unitEnd], _options.AddTypeAndUnitLabels);
    }

    public long ReadStartTimestamp()
    {
        ReadTokensOfKnown();
        return _created.Find(_input, _next, _name, _familyEnd - _familyStart, _scratch, Type);
    }

    public bool ReadExemplar(LabelsBuilder labels, out ExemplarValue exemplar)
    {
        exemplar = _exemplar;
        if (!_hasExemplar)
        {
            return false;
        }

        // There is never more than one.
        _hasExemplar = false;
        SeriesTokens.ReadExemplarLabels(_input, _scratch, labels);
        return true;
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
        ReadEnd(at);
        return true;
    }

    public bool TrySkipKnown(ReadOnlySpan<byte> line)
    {
        var end = _next + line.Length;
        if (end >= _input.Length || _input[end] != (byte)'\n' || !_input.Slice(_next, line.Length).SequenceEqual(line))
        {
            return false;
        }

        // Start times depend on the family announced last, also by a help line.
        ReadFamilyName(ReadKeyword(_next + 2));
        _next = ZeroBytes.Skip(_input, end + 1);
        return true;
    }

    public bool TrySkipIgnored()
    {
        if (!_options.SkipCreatedSeries || _next >= _input.Length || !BeginsSeries(_input[_next]))
        {
            return false;
        }

        if (TrySkipCreated())
        {
            return true;
        }

        var line = _next;
        ReadSeries();
        if (!IsCreatedSeries())
        {
            _next = line;
            return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool BeginsSeries(byte first) => char.IsAsciiLetter((char)first) || first is (byte)'_' or (byte)':' or (byte)'{';

    private readonly ReadOnlySpan<byte> MetricName => _input[_name.Start.._name.End];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadSeries() => ReadEnd(ReadTokens(_next));

    private void ReadTokensOfKnown()
    {
        if (!_hasTokens)
        {
            ReadTokens(_seriesStart);
        }
    }

    /// <summary>Reads metric name and labels, and returns the place behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadTokens(int at)
    {
        _hasTokens = true;
        _scratch.Labels.Clear();
        _name = NameToken.None;
        _seriesStart = at;
        if (_input[at] != (byte)'{')
        {
            at = ByteScan.MetricNameEnd(_input, at);
            _name = new NameToken(_seriesStart, at, HasEscapes: false);
        }

        if (at < _input.Length && _input[at] == (byte)'{')
        {
            at = LabelBlock<OpenMetricsRules>.Read(_input, at + 1, _scratch.Labels, ref _name);
            if (!_name.IsFound)
            {
                ExpositionErrors.Throw(_input, _seriesStart, "metric name not set");
            }
        }

        _seriesEnd = at;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadEnd(int at)
    {
        Entry = ExpositionEntry.Series;
        HasTimestamp = false;
        _hasExemplar = false;
        if (TextLine.TryReadPlainEnd(_input, ref at, out var value))
        {
            Value = value;
            _next = at;
            return;
        }

        ReadRest(at);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReadRest(int at)
    {
        Value = OpenMetricsLine.ReadValue(_input, ref at, "value after metric");
        if (OpenMetricsLine.IsTimestampNext(_input, at))
        {
            TimestampMs = OpenMetricsLine.ReadTimestampMs(_input, ref at, "timestamp");
            HasTimestamp = true;
        }

        if (OpenMetricsLine.IsExemplarNext(_input, at))
        {
            _exemplar = ReadExemplar(ref at);
            _hasExemplar = true;
        }

        _next = OpenMetricsLine.ReadLineEnd(_input, at);
    }

    private readonly ExemplarValue ReadExemplar(ref int at)
    {
        var name = NameToken.None;
        at = LabelBlock<OpenMetricsRules>.Read(_input, at + OpenMetricsLine.ExemplarStart.Length, _scratch.ExemplarLabels, ref name, isExemplar: true);
        var value = OpenMetricsLine.ReadValue(_input, ref at, "value after exemplar labels");
        if (!OpenMetricsLine.IsTimestampNext(_input, at))
        {
            return new ExemplarValue(value, HasTimestamp: false, 0);
        }

        return new ExemplarValue(value, HasTimestamp: true, OpenMetricsLine.ReadTimestampMs(_input, ref at, "exemplar timestamp"));
    }

    /// <summary>Passes over a line that is left out and that the search for start times has read already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TrySkipCreated()
    {
        if (!_options.SkipCreatedSeries || !_created.HasRead(_next, out var next))
        {
            return false;
        }

        _next = next;
        return true;
    }

    private readonly bool IsCreatedSeries() => CreatedLookAhead.HasStart(Type) && MetricName.EndsWith("_created"u8);

    /// <summary>Reads a line that begins with a number sign; false at the end of the exposition.</summary>
    private bool ReadComment()
    {
        var word = _input[_next..].StartsWith("# "u8) ? _next + 2 : _next;
        if (ZeroBytes.EndOfWord(_input, word, "EOF"u8) is var end && end >= 0)
        {
            end = end < _input.Length && _input[end] == (byte)'\n' ? ZeroBytes.Skip(_input, end + 1) : end;
            if (end < _input.Length)
            {
                ExpositionErrors.Throw(_input, end, "unexpected data after # EOF");
            }

            Entry = ExpositionEntry.None;
            return false;
        }

        var name = ReadKeyword(word);
        if (Entry == ExpositionEntry.None)
        {
            ExpositionErrors.ThrowExpected(_input, Math.Min(_next + 2, _input.Length), "HELP, TYPE, UNIT or EOF");
        }

        _lineStart = _next;
        ReadMetadata(name);
        return true;
    }

    /// <summary>Sets the entry that the keyword names, none if there is no keyword, and returns the place behind it and its space.</summary>
    private int ReadKeyword(int at)
    {
        Entry = ExpositionEntry.Help;
        var end = ZeroBytes.EndOfWord(_input, at, "HELP "u8);
        if (end < 0)
        {
            Entry = ExpositionEntry.Type;
            end = ZeroBytes.EndOfWord(_input, at, "TYPE "u8);
        }

        if (end < 0)
        {
            Entry = ExpositionEntry.Unit;
            end = ZeroBytes.EndOfWord(_input, at, "UNIT "u8);
        }

        if (end < 0)
        {
            Entry = ExpositionEntry.None;
        }

        return end;
    }

    private void ReadMetadata(int at)
    {
        at = ReadFamilyName(at);
        if (at >= _input.Length || _input[at] != (byte)' ')
        {
            ExpositionErrors.ThrowExpected(_input, at, $"a space and text after the metric name in {Entry.ToString().ToUpperInvariant()}");
        }

        _textStart = at + 1;
        _textEnd = ByteScan.LineEnd(_input, at);
        if (_textEnd == _input.Length)
        {
            ExpositionErrors.ThrowExpected(_input, _textEnd, "text that ends with its line");
        }

        // The reference takes the last byte off for the line's end, whatever it is, so the end belongs to the text where zeros follow it.
        _next = ZeroBytes.Skip(_input, _textEnd + 1);
        _textEnd = _next - 1;
        var text = _input[_textStart.._textEnd];
        switch (Entry)
        {
            case ExpositionEntry.Type:
                Type = ParseType(text);
                break;
            case ExpositionEntry.Unit:
                TakeUnit(text);
                break;
            default:
                if (!Utf8.IsValid(text))
                {
                    ExpositionErrors.Throw(_input, _textStart, $"help text {ExpositionErrors.Quote(text)} is not a valid utf8 string");
                }

                break;
        }
    }

    private int ReadFamilyName(int at)
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
            ExpositionErrors.ThrowExpected(_input, at, $"metric name after {Entry.ToString().ToUpperInvariant()}");
        }

        (_familyStart, _familyEnd) = (at, end);
        return end;
    }

    private readonly MetricType ParseType(ReadOnlySpan<byte> text)
    {
        for (var type = MetricType.Unknown; type <= MetricType.StateSet; type++)
        {
            if (text.SequenceEqual(MetricTypes.Name(type)))
            {
                return type;
            }
        }

        ExpositionErrors.Throw(_input, _textStart, $"invalid metric type {ExpositionErrors.Quote(text)}");
        return default;
    }

    /// <summary>A unit must be what the family's name ends with, behind an underscore.</summary>
    private void TakeUnit(ReadOnlySpan<byte> unit)
    {
        (_unitStart, _unitEnd) = (_textStart, _textEnd);
        if (!unit.IsEmpty
            && (!FamilyName.EndsWith(unit) || FamilyName.Length <= unit.Length || FamilyName[^(unit.Length + 1)] != (byte)'_'))
        {
            ExpositionErrors.Throw(
                _input, _textStart, $"unit {ExpositionErrors.Quote(unit)} not a suffix of metric {ExpositionErrors.Quote(FamilyName)}");
        }
    }
}

internal readonly struct OpenMetricsRules : ILabelBlockRules
{
    public static bool AllowsBlanks => false;

    public static bool IsStrict => true;
}
