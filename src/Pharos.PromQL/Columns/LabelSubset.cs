using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.PromQL.Columns;

/// <summary>
/// A choice of labels: those that are named, or all others. What it chooses of a label set is a label set, and the key by which series are
/// matched and grouped.
/// </summary>
internal sealed class LabelSubset
{
    private readonly byte[][] _names;
    private readonly bool _keepsNamed;

    private LabelSubset(IEnumerable<byte[]> names, bool keepsNamed)
    {
        _names = [.. names];
        Array.Sort(_names, static (left, right) => left.AsSpan().SequenceCompareTo(right));
        _keepsNamed = keepsNamed;
    }

    /// <summary>Whether no label is chosen of any set, so that all series are one group.</summary>
    public bool IsEmpty => _keepsNamed && _names.Length == 0;

    public static LabelSubset Only(IReadOnlyList<byte[]> names) => new(names, keepsNamed: true);

    public static LabelSubset AllBut(IReadOnlyList<byte[]> names) => new(names, keepsNamed: false);

    /// <summary>All but the named ones and the metric's name.</summary>
    public static LabelSubset AllButNameAnd(IReadOnlyList<byte[]> names) =>
        new(names.Append(LabelNames.MetricName.ToArray()), keepsNamed: false);

    public bool Chooses(ReadOnlySpan<byte> name)
    {
        foreach (var named in _names)
        {
            if (name.SequenceEqual(named))
            {
                return _keepsNamed;
            }
        }

        return !_keepsNamed;
    }

    /// <summary>Writes the chosen labels in place of what the buffer has, encoded as label sets are.</summary>
    public LabelsView Choose(LabelsView labels, ByteBuffer destination)
    {
        destination.Clear();
        if (IsEmpty)
        {
            return default;
        }

        // Both are in the order of their bytes, so one walk over the two finds what they share.
        var at = 0;
        var rest = labels.Encoded;
        foreach (var label in labels)
        {
            var order = -1;
            while (at < _names.Length && (order = label.Name.SequenceCompareTo(_names[at])) > 0)
            {
                at++;
            }

            var isNamed = at < _names.Length && order == 0;
            var encoded = VarInt.Size((ulong)label.Name.Length) + label.Name.Length + VarInt.Size((ulong)label.Value.Length) + label.Value.Length;
            if (isNamed == _keepsNamed)
            {
                destination.Append(rest[..encoded]);
            }

            rest = rest[encoded..];
        }

        return new LabelsView(destination.Written);
    }
}
