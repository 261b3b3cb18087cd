using Pharos.Foundation.Numbers;

namespace Pharos.Model.Histograms;

/// <summary>
/// The buckets of one sign of a float histogram, with the Kahan compensation of each where there is one. Operations return the changed
/// side; they write to the counts and compensations they were given if those still fit, and never to the spans.
/// </summary>
internal readonly record struct BucketSide(BucketSpan[] Spans, double[] Buckets, double[]? Compensation = null)
{
    /// <summary>Adds the other side's buckets, without its first <paramref name="skip"/>. The resolutions are equal.</summary>
    public BucketSide Add(BucketSide other, int skip)
    {
        // Fast path: equal layouts, as in nearly all sums over one metric.
        if (skip == 0 && Spans.AsSpan().SequenceEqual(other.Spans) && Buckets.Length == other.Buckets.Length)
        {
            if (Compensation is null)
            {
                BucketArithmetic.Add(Buckets, other.Buckets);
            }
            else
            {
                KahanBuckets.Add(Buckets, Compensation, other.Buckets, other.Compensation);
            }

            return this;
        }

        return Merge(other, skip, isSubtraction: false);
    }

    /// <summary>As <see cref="Add"/>. Compensations are not kept in differences.</summary>
    public BucketSide Subtract(BucketSide other, int skip)
    {
        if (skip == 0 && Spans.AsSpan().SequenceEqual(other.Spans) && Buckets.Length == other.Buckets.Length)
        {
            BucketArithmetic.Subtract(Buckets, other.Buckets);
            return this;
        }

        return Merge(other, skip, isSubtraction: true);
    }

    private BucketSide Merge(BucketSide other, int skip, bool isSubtraction)
    {
        BucketLayout.Require(Spans, Buckets.Length);
        BucketLayout.Require(other.Spans, other.Buckets.Length);
        var side = Spread(BucketLayout.Union(Spans, other.Spans, skip));

        // The layout has all buckets of the other side, so both cursors only ever go up.
        var there = new BucketCursor(side.Spans);
        var here = new BucketCursor(Spans);
        var hasHere = here.MoveNext();
        var from = new BucketCursor(other.Spans);
        while (from.MoveNext())
        {
            if (from.Position < skip)
            {
                continue;
            }

            while (there.Index != from.Index || there.Position < 0)
            {
                there.MoveNext();
            }

            while (hasHere && here.Index < from.Index)
            {
                hasHere = here.MoveNext();
            }

            var value = isSubtraction ? -other.Buckets[from.Position] : other.Buckets[from.Position];
            var valueCompensation = other.Compensation?[from.Position] ?? 0;
            side.Put(there.Position, value, valueCompensation, isNew: !hasHere || here.Index != from.Index);
        }

        return side;
    }

    private void Put(int at, double value, double valueCompensation, bool isNew)
    {
        if (isNew)
        {
            Buckets[at] = value;
            if (Compensation is not null)
            {
                Compensation[at] = valueCompensation;
            }
        }
        else if (Compensation is null)
        {
            Buckets[at] += value;
        }
        else
        {
            KahanBuckets.Add(value, valueCompensation, ref Buckets[at], ref Compensation[at]);
        }
    }

    /// <summary>Moves the counts into a layout that has all their buckets and more.</summary>
    private BucketSide Spread(BucketSpan[] layout)
    {
        if (ReferenceEquals(layout, Spans))
        {
            return this;
        }

        var count = checked((int)BucketLayout.CountBuckets(layout));
        var side = new BucketSide(layout, new double[count], Compensation is null ? null : new double[count]);
        var there = new BucketCursor(layout);
        var here = new BucketCursor(Spans);
        while (here.MoveNext())
        {
            do
            {
                there.MoveNext();
            }
            while (there.Index != here.Index);

            side.Buckets[there.Position] = Buckets[here.Position];
            if (side.Compensation is not null)
            {
                side.Compensation[there.Position] = Compensation![here.Position];
            }
        }

        return side;
    }

    /// <summary>The same observations at a lower resolution, in new arrays. The spans fit the buckets.</summary>
    public BucketSide Reduce(int from, int to)
    {
        BucketLayout.Require(Spans, Buckets.Length);
        var spans = BucketReduction.Reduce(Spans, from, to, out var count);
        var side = new BucketSide(spans, new double[count], Compensation is null ? null : new double[count]);
        if (Compensation is null)
        {
            BucketReduction.Sum(Spans, Buckets, from, to, side.Buckets);
            return side;
        }

        var cursor = new BucketCursor(Spans);
        var at = -1;
        var last = 0;
        while (cursor.MoveNext())
        {
            var index = HistogramSchema.ReduceIndex(cursor.Index, from, to);
            var value = Buckets[cursor.Position];
            var valueCompensation = Compensation[cursor.Position];
            if (at < 0 || index != last)
            {
                at++;
                last = index;
                side.Buckets[at] = value;
                side.Compensation![at] = valueCompensation;
                continue;
            }

            KahanSum.Add(value, ref side.Buckets[at], ref side.Compensation![at]);
            KahanSum.Add(valueCompensation, ref side.Buckets[at], ref side.Compensation[at]);
        }

        return side;
    }

    /// <summary>See <see cref="FloatHistogram.Compact"/>. A bucket whose compensation is not zero is not empty.</summary>
    public BucketSide Compact(int maxEmptyBuckets)
    {
        var spans = Spans;
        var buckets = Buckets;
        var compensation = Compensation;
        BucketCompaction.Compact(ref spans, ref buckets, ref compensation, maxEmptyBuckets);
        return new BucketSide(spans, buckets, compensation);
    }
}
