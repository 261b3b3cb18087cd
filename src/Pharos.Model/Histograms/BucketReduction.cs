using System.Numerics;

namespace Pharos.Model.Histograms;

/// <summary>Joins buckets into those of a lower resolution. Spans have been checked.</summary>
internal static class BucketReduction
{
    /// <summary>The spans at the lower resolution: as few as possible.</summary>
    public static BucketSpan[] Reduce(BucketSpan[] spans, int from, int to, out int bucketCount)
    {
        // Spans only ever merge, so there is room for all results where the sources were.
        var results = new BucketSpan[spans.Length];
        var count = 0;
        long end = 0;
        long sourceEnd = 0;
        bucketCount = 0;
        foreach (var span in spans)
        {
            sourceEnd += span.Offset;
            var start = sourceEnd;
            sourceEnd += span.Length;
            if (span.Length == 0)
            {
                continue;
            }

            long first = HistogramSchema.ReduceIndex((int)start, from, to);
            var next = HistogramSchema.ReduceIndex((int)(sourceEnd - 1), from, to) + 1L;
            if (count > 0 && first <= end)
            {
                var added = next - end;
                results[count - 1] = results[count - 1] with { Length = results[count - 1].Length + (uint)added };
                bucketCount += (int)added;
            }
            else
            {
                results[count++] = new BucketSpan((int)(first - end), (uint)(next - first));
                bucketCount += (int)(next - first);
            }

            end = next;
        }

        return count == results.Length ? results : results[..count];
    }

    /// <summary>Sums counts into the buckets of the lower resolution; <paramref name="results"/> may be the counts themselves.</summary>
    public static void Sum<T>(BucketSpan[] spans, ReadOnlySpan<T> counts, int from, int to, Span<T> results)
        where T : unmanaged, INumber<T>
    {
        var cursor = new BucketCursor(spans);
        var at = -1;
        var last = 0;
        while (cursor.MoveNext())
        {
            var index = HistogramSchema.ReduceIndex(cursor.Index, from, to);
            var count = counts[cursor.Position];
            if (at >= 0 && index == last)
            {
                results[at] += count;
            }
            else
            {
                results[++at] = count;
                last = index;
            }
        }
    }
}
