namespace Pharos.Formats.Text;

/// <summary>
/// The order of a line's labels by name. Lines of a family, and mostly of a whole exposition, write their labels in one order, so the order
/// of the line before is tried first; where it does not fit, labels are sorted as ever.
/// </summary>
internal sealed class LabelOrder
{
    /// <summary>Lines with more labels are too rare to learn from.</summary>
    private const int MaxLabels = 32;

    private readonly int[] _order = new int[MaxLabels];
    private int _count;

    /// <summary>Positions of labels in the order learned last, if it was learned from a line of so many; else nothing.</summary>
    public ReadOnlySpan<int> For(int count) => count == _count ? _order.AsSpan(0, count) : default;

    /// <summary>Notes the order of these labels.</summary>
    public void Learn(ReadOnlySpan<byte> input, ReadOnlySpan<LabelToken> tokens)
    {
        _count = tokens.Length <= MaxLabels ? tokens.Length : 0;
        for (var i = 0; i < _count; i++)
        {
            var name = input[tokens[i].NameStart..tokens[i].NameEnd];
            var at = i;
            while (at > 0 && input[tokens[_order[at - 1]].NameStart..tokens[_order[at - 1]].NameEnd].SequenceCompareTo(name) > 0)
            {
                _order[at] = _order[at - 1];
                at--;
            }

            _order[at] = i;
        }
    }
}
