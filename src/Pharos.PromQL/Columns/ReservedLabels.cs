using Pharos.Foundation.Bytes;
using Pharos.Model;

namespace Pharos.PromQL.Columns;

/// <summary>The labels that say what a series measures and that go when its values are changed: name, type and unit.</summary>
internal static class ReservedLabels
{
    public static bool Contains(ReadOnlySpan<byte> name) =>
        name.Length == 8 && name.StartsWith("__"u8) &&
        (name.SequenceEqual(LabelNames.MetricName) || name.SequenceEqual(LabelNames.MetricType) || name.SequenceEqual(LabelNames.MetricUnit));

    /// <summary>
    /// How many bytes of encoded labels the reserved ones at the beginning have; -1 if one of them may come later, behind another label.
    /// </summary>
    public static int LengthOfLeading(LabelsView labels)
    {
        var length = 0;
        var isLeading = true;
        foreach (var label in labels)
        {
            if (Contains(label.Name))
            {
                if (!isLeading)
                {
                    return -1;
                }

                length += EncodedLength(label);
            }
            else if (label.Name.SequenceCompareTo(LabelNames.MetricUnit) > 0)
            {
                break;
            }
            else
            {
                isLeading = false;
            }
        }

        return length;
    }

    private static int EncodedLength(LabelPair label) =>
        VarInt.Size((ulong)label.Name.Length) + label.Name.Length + VarInt.Size((ulong)label.Value.Length) + label.Value.Length;
}
