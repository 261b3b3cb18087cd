using Pharos.Formats.Conversion;
using Pharos.Formats.Protobuf;
using Pharos.Foundation.Bytes;

namespace Pharos.Formats.Text;

/// <summary>
/// Working memory of a reader. Keep one per scrape loop and lend it to one reader at a time, so that reading allocates nothing once it
/// has grown to the largest line.
/// </summary>
public sealed class ExpositionScratch
{
    private ClassicHistogramScratch? _conversion;

    internal TokenList Labels { get; } = new();

    internal LabelOrder LabelOrder { get; } = new();

    internal TokenList ExemplarLabels { get; } = new();

    internal TokenList CreatedLabels { get; } = new();

    internal ByteBuffer Name { get; } = new();

    internal ByteBuffer Value { get; } = new();

    internal BoundMemo Bounds { get; } = new();

    internal SeriesKey SeriesKey { get; } = new();

    /// <summary>Made when it is first asked for, since few scrapes convert histograms.</summary>
    internal ClassicHistogramScratch Conversion => _conversion ??= new ClassicHistogramScratch();
}

/// <summary>Where a label stands in the input: name and value without quotes, and whether each has escapes in it.</summary>
internal readonly record struct LabelToken(int NameStart, int NameEnd, int ValueStart, int ValueEnd, bool HasEscapes);

internal sealed class TokenList
{
    private LabelToken[] _tokens = new LabelToken[16];

    public int Count { get; private set; }

    /// <summary>Whether any of them has escapes.</summary>
    public bool HasEscapes { get; private set; }

    public ReadOnlySpan<LabelToken> Tokens => _tokens.AsSpan(0, Count);

    public void Clear()
    {
        Count = 0;
        HasEscapes = false;
    }

    public void Add(LabelToken token)
    {
        HasEscapes |= token.HasEscapes;
        if (Count == _tokens.Length)
        {
            Array.Resize(ref _tokens, Count * 2);
        }

        _tokens[Count++] = token;
    }
}
