using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Remote.Sending;

/// <summary>
/// The second version: each series' names and values as numbers of symbols, which all series share. Of a series there is its metric's type (a byte), the
/// symbols of unit and help, then those of the labels, each a uvarint.
/// </summary>
/// <param name="hasTypeLabels">Whether type and unit are those of the labels <c>__type__</c> and <c>__unit__</c>.</param>
internal sealed class SentLabelsV2(bool hasTypeLabels) : SentLabels
{
    public SymbolStore Symbols { get; } = new();

    public override long Length => base.Length + Symbols.Length;

    public override SentLabels NewEmpty() => new SentLabelsV2(hasTypeLabels);

    public override long Add(LabelsView labels)
    {
        Begin(hasTypeLabels ? TypeOf(labels["__type__"u8]) : MetricType.Unknown, hasTypeLabels ? labels["__unit__"u8] : default, default);
        foreach (var label in labels)
        {
            Scratch.AppendVarInt((ulong)Symbols.Add(label.Name));
            Scratch.AppendVarInt((ulong)Symbols.Add(label.Value));
        }

        return Slabs.Add(Scratch.Written);
    }

    public override long WithMetadata(long place, MetricType type, ReadOnlySpan<byte> unit, ReadOnlySpan<byte> help)
    {
        var before = At(place);
        if (hasTypeLabels)
        {
            // The labels say more of them than the target: only the help is missing.
            (type, var labelled, _) = Open(ref before);
            unit = Symbols.Text(labelled);
        }
        else
        {
            Open(ref before);
        }

        Begin(type, unit, help);
        Scratch.Append(before);
        return Scratch.Written.SequenceEqual(At(place)) ? place : Slabs.Add(Scratch.Written);
    }

    public override long Take(SentLabels other, long place)
    {
        var symbols = ((SentLabelsV2)other).Symbols;
        var rest = other.At(place);
        var (type, unit, help) = Open(ref rest);
        Begin(type, symbols.Text(unit), symbols.Text(help));
        while (!rest.IsEmpty)
        {
            Scratch.AppendVarInt((ulong)Symbols.Add(symbols.Text(Next(ref rest))));
        }

        return Slabs.Add(Scratch.Written);
    }

    /// <summary>Takes the metadata off what is kept of a series; the labels are what remains.</summary>
    public static (MetricType Type, int Unit, int Help) Open(ref ReadOnlySpan<byte> series)
    {
        var type = (MetricType)series[0];
        series = series[1..];
        return (type, Next(ref series), Next(ref series));
    }

    /// <summary>Takes the next symbol.</summary>
    public static int Next(ref ReadOnlySpan<byte> series)
    {
        VarInt.TryRead(series, out var symbol, out var length);
        series = series[length..];
        return (int)symbol;
    }

    private static MetricType TypeOf(ReadOnlySpan<byte> name)
    {
        for (var type = MetricType.Counter; type <= MetricType.StateSet; type++)
        {
            if (name.SequenceEqual(MetricTypes.Name(type)))
            {
                return type;
            }
        }

        return MetricType.Unknown;
    }

    private void Begin(MetricType type, ReadOnlySpan<byte> unit, ReadOnlySpan<byte> help)
    {
        Scratch.Clear();
        Scratch.Append((byte)type);
        Scratch.AppendVarInt((ulong)Symbols.Add(unit));
        Scratch.AppendVarInt((ulong)Symbols.Add(help));
    }
}
