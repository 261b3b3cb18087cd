using FsCheck;
using FsCheck.Fluent;

namespace Pharos.Model.Tests;

/// <summary>Label sets as lists of pairs, and what the sets made of them have to be, said in the plainest way.</summary>
internal static class LabelPairs
{
    /// <summary>Few letters, so that names collide and begin one another; any byte; and some texts that need longer prefixes.</summary>
    private static readonly Gen<byte[]> AnyText = Gen.Frequency(
        (6, Gen.Elements("ab_"u8.ToArray()).ArrayOf(1)),
        (6, Gen.Elements("ab_"u8.ToArray()).ArrayOf(3)),
        (3, Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(4)),
        (1, Gen.Choose(120, 300).Select(length => Enumerable.Repeat((byte)'x', length).ToArray())));

    /// <summary>Pairs in any order; names may be there more than once, values may be empty.</summary>
    public static Gen<(byte[] Name, byte[] Value)[]> Any { get; } =
        from length in Gen.Choose(0, 45)
        from pairs in Pair().ArrayOf(length)
        select pairs;

    public static Labels Build((byte[] Name, byte[] Value)[] pairs)
    {
        var builder = new LabelsBuilder();
        foreach (var (name, value) in pairs)
        {
            builder.Set(name, value);
        }

        return builder.ToLabels();
    }

    /// <summary>The last value of each name, unless it is empty, ordered by the bytes of the name.</summary>
    public static List<(byte[] Name, byte[] Value)> Sorted((byte[] Name, byte[] Value)[] pairs)
    {
        var last = new Dictionary<string, (byte[] Name, byte[] Value)>();
        foreach (var pair in pairs)
        {
            last[Convert.ToHexString(pair.Name)] = pair;
        }

        return [.. last.Values.Where(pair => pair.Value.Length > 0).OrderBy(pair => pair.Name, ByBytes)];
    }

    public static int Compare(List<(byte[] Name, byte[] Value)> left, List<(byte[] Name, byte[] Value)> right)
    {
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            var order = ByBytes.Compare(left[i].Name, right[i].Name);
            order = order == 0 ? ByBytes.Compare(left[i].Value, right[i].Value) : order;
            if (order != 0)
            {
                return Math.Sign(order);
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    public static string Text((byte[] Name, byte[] Value) pair) => Convert.ToHexString(pair.Name) + "=" + Convert.ToHexString(pair.Value);

    private static Comparer<byte[]> ByBytes { get; } = Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

    private static Gen<(byte[] Name, byte[] Value)> Pair() =>
        from name in AnyText
        from value in Gen.Frequency((9, AnyText), (1, Gen.Constant(Array.Empty<byte>())))
        select (name, value);
}
