using Pharos.Model;

namespace Pharos.Storage.Merging;

/// <summary>What several queriers have in common, whether they give samples or chunks.</summary>
internal static class MergedLabels
{
    public static IReadOnlyList<string> Warnings(ReadOnlySpan<ILabelQuerier> queriers)
    {
        var warnings = new List<string>();
        foreach (var querier in queriers)
        {
            warnings.AddRange(querier.LabelWarnings);
        }

        return warnings;
    }

    public static IReadOnlyList<byte[]> Values(
        ReadOnlySpan<ILabelQuerier> queriers, ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation)
    {
        var lists = new List<IReadOnlyList<byte[]>>(queriers.Length);
        foreach (var querier in queriers)
        {
            lists.Add(querier.LabelValues(name, limit, matchers, cancellation));
        }

        return LabelLists.Merge(lists, limit);
    }

    public static IReadOnlyList<byte[]> Names(
        ReadOnlySpan<ILabelQuerier> queriers, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation)
    {
        var lists = new List<IReadOnlyList<byte[]>>(queriers.Length);
        foreach (var querier in queriers)
        {
            lists.Add(querier.LabelNames(limit, matchers, cancellation));
        }

        return LabelLists.Merge(lists, limit);
    }

    public static void Dispose(ReadOnlySpan<ILabelQuerier> queriers)
    {
        foreach (var querier in queriers)
        {
            querier.Dispose();
        }
    }
}
