using Pharos.PromQL.Columns;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>The orders in which the functions for sorting give the series of an instant query.</summary>
internal static class SortOrders
{
    /// <summary>By value. NaN is last either way, and of several the one that came last is first.</summary>
    public static Comparison<Row> ByValue(bool isDescending) => (left, right) =>
    {
        var (first, second) = (left.Values[0], right.Values[0]);
        if (double.IsNaN(first) || double.IsNaN(second))
        {
            return double.IsNaN(second) ? -1 : 1;
        }

        return first == second ? 0 : first < second != isDescending ? -1 : 1;
    };

    /// <summary>By the values of labels in natural order, one label after the other, at last by all labels.</summary>
    public static Comparison<Row> ByLabels(IReadOnlyList<ReadOnlyMemory<byte>> names, bool isDescending) => (left, right) =>
    {
        foreach (var name in names)
        {
            var first = left.Labels[name.Span];
            var second = right.Labels[name.Span];
            if (!first.SequenceEqual(second))
            {
                return NaturalOrder.Precedes(first, second) != isDescending ? -1 : 1;
            }
        }

        var order = left.Labels.CompareTo(right.Labels);
        return isDescending ? -order : order;
    };
}
