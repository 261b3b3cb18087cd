using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.Formats.Conversion;

/// <summary>A queue of exemplars that keeps its room. Not safe for concurrent use.</summary>
internal sealed class CollectedExemplars
{
    private readonly ByteBuffer _labels = new();
    private Item[] _items = new Item[4];
    private int _count;
    private int _taken;

    public void Clear()
    {
        _labels.Clear();
        _count = 0;
        _taken = 0;
    }

    public void Add(LabelsView labels, ExemplarValue value)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count * 2);
        }

        _items[_count++] = new Item(_labels.Length, labels.Encoded.Length, value);
        _labels.Append(labels.Encoded);
    }

    public bool TryTake(LabelsBuilder labels, out ExemplarValue value)
    {
        if (_taken == _count)
        {
            value = default;
            return false;
        }

        var item = _items[_taken++];
        labels.Reset(new LabelsView(_labels.Written.Slice(item.LabelsStart, item.LabelsLength)));
        value = item.Value;
        return true;
    }

    private readonly record struct Item(int LabelsStart, int LabelsLength, ExemplarValue Value);
}
