using System.Numerics;

namespace Pharos.Model.Histograms;

/// <summary>
/// Brings buckets into their shortest form: what counts is which buckets are not empty. Two of them that follow each other share a span
/// if no more than so many empty ones lie between.
/// </summary>
internal static class BucketCompaction
{
    /// <param name="spans">Replaced if the layout changes.</param>
    /// <param name="counts">The counts themselves, not differences. Replaced if the layout changes.</param>
    /// <param name="compensations">If not null, one per count; a bucket is empty if both are zero.</param>
    /// <param name="maxEmpty">How many empty buckets a span may have in a row.</param>
    /// <remarks>Spans that do not fit the counts are left alone: validation tells.</remarks>
    public static void Compact<T>(ref BucketSpan[] spans, ref T[] counts, ref double[]? compensations, int maxEmpty)
        where T : unmanaged, INumber<T>
    {
        if (!BucketLayout.Fits(spans, counts.Length) || IsCompact(spans, counts, maxEmpty))
        {
            return;
        }

        var oldSpans = spans;
        spans = Layout(oldSpans, counts, compensations, maxEmpty);
        var total = checked((int)BucketLayout.CountBuckets(spans));
        var oldCounts = counts;
        var oldCompensations = compensations;
        counts = total == 0 ? [] : new T[total];
        compensations = compensations is null ? null : total == 0 ? [] : new double[total];

        var here = new BucketCursor(oldSpans);
        var there = new BucketCursor(spans);
        var lastHere = new BucketPlace(0, -2);
        while (here.MoveNext())
        {
            if (IsEmpty(oldCounts, oldCompensations, here.Position))
            {
                continue;
            }

            while (there.Index != here.Index || there.Position < 0)
            {
                there.MoveNext();
            }

            // Empty buckets that stay within a run keep their very bits: minus zero is zero too.
            var distance = here.Position - lastHere.Position;
            var isOneRun = lastHere.Position >= 0 && here.Index - lastHere.Index == distance && distance <= maxEmpty + 1L;
            var length = isOneRun ? distance : 1;
            oldCounts.AsSpan(here.Position - length + 1, length).CopyTo(counts.AsSpan(there.Position - length + 1));
            oldCompensations?.AsSpan(here.Position - length + 1, length).CopyTo(compensations.AsSpan(there.Position - length + 1));
            lastHere = new BucketPlace(here.Index, here.Position);
        }
    }

    /// <summary>Fast path: nothing is empty, no span is, and none begins so close behind another that they would join.</summary>
    private static bool IsCompact<T>(BucketSpan[] spans, T[] counts, int maxEmpty)
        where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < spans.Length; i++)
        {
            if (spans[i].Length == 0 || (i > 0 && spans[i].Offset <= maxEmpty))
            {
                return false;
            }
        }

        return !counts.AsSpan().Contains(T.Zero);
    }

    private static BucketSpan[] Layout<T>(BucketSpan[] spans, T[] counts, double[]? compensations, int maxEmpty)
        where T : unmanaged, INumber<T>
    {
        var layout = new List<BucketSpan>(spans.Length);
        long end = 0;
        var cursor = new BucketCursor(spans);
        while (cursor.MoveNext())
        {
            if (IsEmpty(counts, compensations, cursor.Position))
            {
                continue;
            }

            var gap = cursor.Index - end;
            if (layout.Count > 0 && gap <= maxEmpty)
            {
                layout[^1] = layout[^1] with { Length = checked(layout[^1].Length + (uint)gap + 1) };
            }
            else
            {
                layout.Add(new BucketSpan((int)gap, 1));
            }

            end = cursor.Index + 1L;
        }

        return layout.ToArray();
    }

    private static bool IsEmpty<T>(T[] counts, double[]? compensations, int at)
        where T : unmanaged, INumber<T> =>
        T.IsZero(counts[at]) && (compensations is null || compensations[at] == 0);

    private readonly record struct BucketPlace(int Index, int Position);
}
