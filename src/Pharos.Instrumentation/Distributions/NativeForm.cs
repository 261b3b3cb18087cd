using Pharos.Model.Histograms;
using ModelHistogram = Pharos.Model.Histograms.Histogram;

namespace Pharos.Instrumentation.Distributions;

/// <summary>
/// A native histogram as others take it: spans, and counts as differences. Its arrays are made anew only when their lengths change,
/// which is seldom once the histogram has seen its range. Not safe for concurrent use.
/// </summary>
internal sealed class NativeForm
{
    // A gap up to this wide is cheaper as empty buckets than as a new span.
    private const int LargestBridgedGap = 2;

    private readonly ModelHistogram _form = new();

    public ModelHistogram Fill(HistogramCell cell, int schema, double zeroThreshold)
    {
        _form.Schema = schema;
        _form.ZeroThreshold = zeroThreshold;
        _form.ZeroCount = cell.ZeroCount;
        _form.Count = cell.Count;
        _form.Sum = cell.Sum;
        (_form.PositiveSpans, _form.PositiveBuckets) = Lay(cell.Positive, _form.PositiveSpans, _form.PositiveBuckets);
        (_form.NegativeSpans, _form.NegativeBuckets) = Lay(cell.Negative, _form.NegativeSpans, _form.NegativeBuckets);
        return _form;
    }

    private static (BucketSpan[] Spans, long[] Deltas) Lay(SparseBuckets source, BucketSpan[] spans, long[] deltas)
    {
        var (spanCount, bucketCount) = Measure(source.Indexes);
        spans = spans.Length == spanCount ? spans : new BucketSpan[spanCount];
        deltas = deltas.Length == bucketCount ? deltas : new long[bucketCount];
        Write(source, spans, deltas);
        return (spans, deltas);
    }

    private static (int Spans, int Buckets) Measure(ReadOnlySpan<int> indexes)
    {
        var spans = indexes.Length > 0 ? 1 : 0;
        var buckets = indexes.Length;
        for (var i = 1; i < indexes.Length; i++)
        {
            var gap = indexes[i] - indexes[i - 1] - 1;
            if (gap > LargestBridgedGap)
            {
                spans++;
            }
            else
            {
                buckets += gap;
            }
        }

        return (spans, buckets);
    }

    private static void Write(SparseBuckets source, BucketSpan[] spans, long[] deltas)
    {
        var (span, written, before) = (-1, 0, 0L);
        var end = 0;
        for (var i = 0; i < source.Length; i++)
        {
            var gap = source.Indexes[i] - end;
            if (span < 0 || gap > LargestBridgedGap)
            {
                // The first offset is counted from bucket 0, which is where the end stands then.
                spans[++span] = new BucketSpan(gap, 0);
                gap = 0;
            }

            spans[span] = spans[span] with { Length = spans[span].Length + (uint)gap + 1 };
            for (; gap > 0; gap--)
            {
                deltas[written++] = -before;
                before = 0;
            }

            var count = (long)source.Counts[i];
            deltas[written++] = count - before;
            before = count;
            end = source.Indexes[i] + 1;
        }
    }
}
