using Pharos.Instrumentation.Distributions;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation;

/// <summary>
/// Counts observations by size, in classic buckets, native ones or both. What is collected is consistent: the counts of the buckets add
/// up to that of the histogram (observations that are NaN, which are in no native bucket, left aside), and the sum is of the same ones.
/// </summary>
public sealed class Histogram : Metric
{
    // Below this many bounds the branch predictor does better in a straight line than in a search.
    private const int StraightSearch = 24;

    private readonly double[] _bounds;
    private readonly TimeProvider _clock;
    private readonly CellPair<HistogramCell> _cells;
    private readonly NativeState? _native;
    private readonly HistogramExemplars _exemplars;
    private long _startMs;

    internal Histogram(Labels labels, double[] bounds, NativeHistogramOptions? native, TimeProvider clock)
        : base(labels)
    {
        _bounds = bounds;
        _clock = clock;
        _cells = new CellPair<HistogramCell>(() => new HistogramCell(bounds.Length + 1));
        _native = native is null ? null : new NativeState(native, _cells, clock);
        _exemplars = new HistogramExemplars(bounds.Length + 1, native is not null);
        _startMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
    }

    public void Observe(double value)
    {
        var bucket = BucketOf(value);
        if (_native is null)
        {
            var cell = _cells.Enter();
            cell.Observe(value, bucket);
            cell.Leave();
            return;
        }

        _native.Observe(value, bucket);
    }

    /// <summary>
    /// Observes and remembers the occasion. Allocates; the labels are limited to <see cref="Exemplar.MaxLabelCharacters"/>.
    /// </summary>
    public void Observe(double value, Labels exemplar)
    {
        var remembered = Exemplars.Make(exemplar, value, _clock);
        Observe(value);
        _exemplars.Keep(BucketOf(value), remembered);
    }

    internal override void Collect(IMetricSink sink, CollectionScratch scratch)
    {
        var total = scratch.HistogramOf(_bounds.Length + 1);
        Model.Histograms.Histogram? native = null;
        if (_native is null)
        {
            CopyCells(_cells, total);
        }
        else
        {
            native = _native.Copy(total, ref _startMs);
        }

        sink.Histogram(Labels.View, new HistogramPoint
        {
            Count = total.Count,
            Sum = total.Sum,
            Buckets = Cumulate(total.Classic, scratch),
            Native = native,
            NativeExemplars = _exemplars.CopyNative(scratch),
            StartTimestampMs = _startMs,
        });
    }

    /// <summary>Adds up the cells, entering one after the other.</summary>
    internal static void CopyCells(CellPair<HistogramCell> cells, HistogramCell total)
    {
        Copy(cells.First, total);
        if (cells.Spare is { } spare)
        {
            Copy(spare, total);
        }
    }

    private static void Copy(HistogramCell cell, HistogramCell total)
    {
        cell.Enter();
        try
        {
            total.AddAll(cell);
        }
        finally
        {
            cell.Leave();
        }
    }

    private ReadOnlySpan<ClassicBucket> Cumulate(ulong[] counts, CollectionScratch scratch)
    {
        if (_bounds.Length == 0 && _native is not null)
        {
            return default;
        }

        var buckets = scratch.Buckets(counts.Length);
        var sum = 0UL;
        for (var i = 0; i < counts.Length; i++)
        {
            sum += counts[i];
            var bound = i < _bounds.Length ? _bounds[i] : double.PositiveInfinity;
            buckets[i] = new ClassicBucket(bound, sum, _exemplars.OfBucket(i));
        }

        return buckets;
    }

    /// <summary>The first bucket whose bound is not below the value; NaN is counted at +Inf.</summary>
    private int BucketOf(double value)
    {
        var bounds = _bounds;
        if (bounds.Length > StraightSearch)
        {
            return BucketByHalving(bounds, value);
        }

        var at = 0;
        while (at < bounds.Length && !(value <= bounds[at]))
        {
            at++;
        }

        return at;
    }

    private static int BucketByHalving(double[] bounds, double value)
    {
        var low = 0;
        var high = bounds.Length;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (value <= bounds[middle])
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
