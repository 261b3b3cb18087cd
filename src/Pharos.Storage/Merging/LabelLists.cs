namespace Pharos.Storage.Merging;

/// <summary>Merges sorted names or values of labels.</summary>
internal static class LabelLists
{
    /// <param name="limit">The most texts of the result; 0 for no limit.</param>
    public static IReadOnlyList<byte[]> Merge(List<IReadOnlyList<byte[]>> lists, int limit)
    {
        if (lists.Count == 0)
        {
            return [];
        }

        // Halves first, so that no text is looked at more often than there are doublings of the number of lists.
        while (lists.Count > 1)
        {
            var merged = new List<IReadOnlyList<byte[]>>((lists.Count + 1) / 2);
            for (var i = 0; i < lists.Count; i += 2)
            {
                merged.Add(i + 1 < lists.Count ? Merge(lists[i], lists[i + 1], limit) : lists[i]);
            }

            lists = merged;
        }

        return limit > 0 && lists[0].Count > limit ? [.. lists[0].Take(limit)] : lists[0];
    }

    private static List<byte[]> Merge(IReadOnlyList<byte[]> left, IReadOnlyList<byte[]> right, int limit)
    {
        var merged = new List<byte[]>(Math.Max(left.Count, right.Count));
        var most = limit > 0 ? limit : int.MaxValue;
        for (int i = 0, j = 0; (i < left.Count || j < right.Count) && merged.Count < most;)
        {
            var order = i == left.Count ? 1 : j == right.Count ? -1 : left[i].AsSpan().SequenceCompareTo(right[j]);
            merged.Add(order <= 0 ? left[i] : right[j]);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return merged;
    }
}
