using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// Writes labels as the numbers of their symbols. Neighbours in the order of labels have most of them in common, so what stands in the same
/// place as in the series before has the same number. Not safe for concurrent use.
/// </summary>
internal sealed class SeriesLabelNumbers
{
    private readonly ByteBuffer _last = new();
    private List<(uint Name, uint Value)> _lastNumbers = [];
    private List<(uint Name, uint Value)> _numbers = [];
    private SymbolNumbers? _symbols;

    public LabelsView LastLabels => new(_last.Written);

    public void Begin(SymbolTable symbols) => _symbols = new SymbolNumbers(symbols);

    /// <summary>Appends how many labels there are, and for each the numbers of name and value.</summary>
    public void Append(ByteBuffer destination, LabelsView labels, LabelUses uses)
    {
        _numbers.Clear();
        destination.AppendVarInt((ulong)labels.Count);
        var last = LastLabels.GetEnumerator();
        var index = 0;
        foreach (var label in labels)
        {
            // With another label before it, a label stands elsewhere; then all that follows is looked up.
            var hasLast = last.MoveNext();
            uint name, value;
            if (hasLast && last.Current.Name.SequenceEqual(label.Name))
            {
                (name, value) = _lastNumbers[index];
                if (!last.Current.Value.SequenceEqual(label.Value))
                {
                    value = Number(label.Value, labels);
                }
            }
            else
            {
                name = Number(label.Name, labels);
                value = Number(label.Value, labels);
            }

            index++;
            _numbers.Add((name, value));
            destination.AppendVarInt(name);
            destination.AppendVarInt(value);
        }

        foreach (var (name, _) in _numbers)
        {
            uses.Add(name);
        }

        (_numbers, _lastNumbers) = (_lastNumbers, _numbers);

        _last.Clear();
        _last.Append(labels.Encoded);
    }

    private uint Number(ReadOnlySpan<byte> text, LabelsView labels) =>
        _symbols!.TryFind(text, out var number)
            ? number
            : throw new ArgumentException(
                $"series {labels.ToString()}: \"{Encoding.UTF8.GetString(text)}\" is not among the symbols", nameof(labels));
}
