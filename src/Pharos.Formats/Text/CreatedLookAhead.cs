using Pharos.Model;

namespace Pharos.Formats.Text;

/// <summary>
/// Finds a series' start time in OpenMetrics text, where it is the value of a <c>_created</c> line that may come after the series: the
/// next such line of the family, if its labels are the series' own.
/// </summary>
/// <remarks>
/// The next <c>_created</c> line is searched once for all the series before it, so a family costs one pass, also where it has none.
/// </remarks>
internal struct CreatedLookAhead
{
    private static ReadOnlySpan<byte> Suffix => "_created"u8;

    /// <summary>The search holds for series whose line ends from here…</summary>
    private int _searchedFrom;

    /// <summary>…to here, where the found line begins or the family ends.</summary>
    private int _searchedTo;

    private bool _isFound;
    private bool _isOfLastSeries;
    private NameToken _name;
    private long _startMs;

    /// <summary>Behind the found line, if nothing comes after its value; else 0.</summary>
    private int _next;

    public static CreatedLookAhead Nothing => new() { _searchedFrom = 1 };

    public static bool HasStart(MetricType type) => type is MetricType.Counter or MetricType.Histogram or MetricType.Summary;

    /// <summary>
    /// Whether the line at <paramref name="line"/> is the one found last and was read to its end, so that a reader which leaves such lines
    /// out need not read it again. It then goes on at <paramref name="next"/>.
    /// </summary>
    public readonly bool HasRead(int line, out int next)
    {
        next = _next;
        return _isFound && line == _searchedTo && _next > 0;
    }

    /// <summary>The start of the series whose tokens are in the scratch and whose line ends before <paramref name="next"/>; 0 if unknown.</summary>
    public long Find(ReadOnlySpan<byte> input, int next, NameToken name, int familyLength, ExpositionScratch scratch, MetricType type)
    {
        if (!HasStart(type))
        {
            _isOfLastSeries = false;
            return 0;
        }

        // The reference takes as many bytes as the family announced last has, wherever the name ends.
        var family = input[name.Start..Math.Min(name.Start + familyLength, input.Length)];
        if (_isOfLastSeries && _startMs > 0 && IsOf(input, family, scratch, type))
        {
            return _startMs;
        }

        if (next < _searchedFrom || next > _searchedTo)
        {
            Search(input, next, scratch);
        }

        _isOfLastSeries = _isFound && IsOf(input, family, scratch, type);
        return _isOfLastSeries ? _startMs : 0;
    }

    private void Search(ReadOnlySpan<byte> input, int next, ExpositionScratch scratch)
    {
        _searchedFrom = next;
        _isFound = false;
        var line = CreatedScan.NextLine(input, next);
        try
        {
            while (line < input.Length && input[line] is not ((byte)'#' or (byte)'\n'))
            {
                _searchedTo = line;
                var at = line;
                if (IsCreated(input, ref at, scratch))
                {
                    _startMs = OpenMetricsLine.ToMilliseconds(OpenMetricsLine.ReadValue(input, ref at, "value after metric"));
                    _isFound = true;
                    _next = at < input.Length && input[at] == (byte)'\n' ? at + 1 : 0;
                    return;
                }

                line = CreatedScan.NextLine(input, ByteScan.LineEnd(input, at) + 1);
            }
        }
        catch (ExpositionException)
        {
            // The line is broken: no start time is to be had from it, and reading on to it will throw the same in its turn.
        }

        _searchedTo = line;
    }

    /// <summary>Whether the line at <paramref name="at"/> gives a start time; if so, its tokens are read and the place is behind its labels.</summary>
    private bool IsCreated(ReadOnlySpan<byte> input, ref int at, ExpositionScratch scratch)
    {
        var end = ByteScan.MetricNameEnd(input, at);
        _name = end > at ? new NameToken(at, end, HasEscapes: false) : NameToken.None;
        if (_name.IsFound && !input[_name.Start.._name.End].EndsWith(Suffix))
        {
            at = end;
            return false;
        }

        scratch.CreatedLabels.Clear();
        at = end;
        if (at < input.Length && input[at] == (byte)'{')
        {
            at = LabelBlock<OpenMetricsRules>.Read(input, at + 1, scratch.CreatedLabels, ref _name);
        }

        return _name.IsFound && input[_name.Start.._name.End].EndsWith(Suffix);
    }

    /// <summary>Whether the found line has the family's name and the labels of the series in the scratch.</summary>
    private readonly bool IsOf(ReadOnlySpan<byte> input, ReadOnlySpan<byte> family, ExpositionScratch scratch, MetricType type)
    {
        if (!input[_name.Start..(_name.End - Suffix.Length)].SequenceEqual(family))
        {
            return false;
        }

        var series = scratch.Labels.Tokens;
        var created = scratch.CreatedLabels.Tokens;
        if (!series.IsEmpty && IsLeftOut(input, series[^1], type))
        {
            series = series[..^1];
        }

        // Fast path: the label left out stands last, and the rest is the same text.
        return (series.Length == created.Length && TextOf(input, series).SequenceEqual(TextOf(input, created)))
            || AreSame(input, series, created, type);
    }

    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> input, ReadOnlySpan<LabelToken> tokens) =>
        tokens.IsEmpty ? default : input[tokens[0].NameStart..tokens[^1].ValueEnd];

    private static bool AreSame(ReadOnlySpan<byte> input, ReadOnlySpan<LabelToken> series, ReadOnlySpan<LabelToken> created, MetricType type)
    {
        foreach (var token in series)
        {
            if (IsLeftOut(input, token, type))
            {
                continue;
            }

            if (created.IsEmpty || !IsSame(input, token, created[0]))
            {
                return false;
            }

            created = created[1..];
        }

        return created.IsEmpty;
    }

    /// <summary>The label that tells a histogram's or a summary's series apart is not among those of its start time.</summary>
    private static bool IsLeftOut(ReadOnlySpan<byte> input, LabelToken token, MetricType type)
    {
        var name = input[token.NameStart..token.NameEnd];
        return (type == MetricType.Histogram && name.SequenceEqual(LabelNames.Bucket))
            || (type == MetricType.Summary && name.SequenceEqual(LabelNames.Quantile));
    }

    private static bool IsSame(ReadOnlySpan<byte> input, LabelToken left, LabelToken right) =>
        input[left.NameStart..left.NameEnd].SequenceEqual(input[right.NameStart..right.NameEnd])
        && input[left.ValueStart..left.ValueEnd].SequenceEqual(input[right.ValueStart..right.ValueEnd]);
}
