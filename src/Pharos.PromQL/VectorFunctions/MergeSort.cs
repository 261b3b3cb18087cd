namespace Pharos.PromQL.VectorFunctions;

/// <summary>
/// Sorts and keeps the order of what is equal. It always ends with some order, also by a comparison that contradicts itself, as that of
/// natural order may.
/// </summary>
internal static class MergeSort
{
    public static void Sort<T>(Span<T> items, Comparison<T> comparison) => Sort(items, new T[items.Length], comparison);

    private static void Sort<T>(Span<T> items, Span<T> scratch, Comparison<T> comparison)
    {
        if (items.Length < 2)
        {
            return;
        }

        var middle = items.Length / 2;
        Sort(items[..middle], scratch[..middle], comparison);
        Sort(items[middle..], scratch[middle..], comparison);
        items.CopyTo(scratch);
        var left = 0;
        var right = middle;
        foreach (ref var item in items)
        {
            var isRight = left == middle || (right < scratch.Length && comparison(scratch[right], scratch[left]) < 0);
            item = isRight ? scratch[right++] : scratch[left++];
        }
    }
}
