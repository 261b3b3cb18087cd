namespace Pharos.Model.Histograms;

public sealed partial class FloatHistogram
{
    /// <summary>
    /// Whether the counter was reset between the previous histogram and this one: a count went down, a populated bucket is gone, or the
    /// layout changed as only a restart can change it (finer resolution, narrower zero bucket, a zero bucket that cuts a populated
    /// one). The hint is believed where it says something; of a gauge it says nothing. The sum of observations does not matter.
    /// </summary>
    public bool DetectReset(FloatHistogram previous)
    {
        if (CounterResetHint is CounterResetHint.CounterReset or CounterResetHint.NotCounterReset)
        {
            return CounterResetHint == CounterResetHint.CounterReset;
        }

        if (Count < previous.Count)
        {
            return true;
        }

        if (UsesCustomBuckets)
        {
            if (!previous.UsesCustomBuckets)
            {
                return true;
            }

            if (!CustomBounds.Match(CustomValues, previous.CustomValues))
            {
                return HasFallenBetweenCommonBounds(previous);
            }
        }

        if (Schema > previous.Schema || ZeroThreshold < previous.ZeroThreshold)
        {
            return true;
        }

        var threshold = ZeroThreshold;
        var previousZeroCount = previous.ZeroCountFor(ref threshold, null, out _);
        return threshold != ZeroThreshold
            || ZeroCount < previousZeroCount
            || HasFallen(Positive, previous.Positive, previous.Schema)
            || HasFallen(Negative, previous.Negative, previous.Schema);
    }

    /// <summary>Whether a bucket beyond the zero threshold was fuller before, joined to this histogram's resolution.</summary>
    private bool HasFallen(BucketSide current, BucketSide previous, int previousSchema)
    {
        // Fast path: equal layouts, all of them beyond the zero bucket.
        if (previousSchema == Schema
            && current.Buckets.Length == previous.Buckets.Length
            && current.Spans.AsSpan().SequenceEqual(previous.Spans)
            && CountWithinZeroBucket(current) == 0)
        {
            return BucketArithmetic.AnyBelow(current.Buckets, previous.Buckets);
        }

        var before = new JoinedBuckets(previous, previousSchema, Schema, ZeroThreshold);
        var now = new JoinedBuckets(current, Schema, Schema, ZeroThreshold);
        var hasNow = now.MoveNext();
        while (before.MoveNext())
        {
            while (hasNow && now.Index < before.Index)
            {
                hasNow = now.MoveNext();
            }

            var isThere = hasNow && now.Index == before.Index;
            if (isThere ? now.Count < before.Count : before.Count != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether less was observed between two bounds that both histograms have.</summary>
    private bool HasFallenBetweenCommonBounds(FloatHistogram previous)
    {
        var now = new CustomRangeSums(Positive);
        var before = new CustomRangeSums(previous.Positive);
        var at = 0;
        var previousAt = 0;
        while (at <= CustomValues.Length && previousAt <= previous.CustomValues.Length)
        {
            var bound = BucketBounds.Upper(at, Schema, CustomValues);
            var previousBound = BucketBounds.Upper(previousAt, Schema, previous.CustomValues);
            if (bound == previousBound)
            {
                if (now.SumUpTo(at++) < before.SumUpTo(previousAt++))
                {
                    return true;
                }
            }
            else if (bound < previousBound)
            {
                at++;
            }
            else
            {
                previousAt++;
            }
        }

        return false;
    }

    /// <summary>Sums the counts of custom buckets from one bound to the next, in ascending order.</summary>
    private struct CustomRangeSums
    {
        private readonly double[] _buckets;
        private BucketCursor _cursor;
        private bool _hasCurrent;

        public CustomRangeSums(BucketSide side)
        {
            _buckets = side.Buckets;
            _cursor = new BucketCursor(side.Spans);
            _hasCurrent = MoveNext();
        }

        public double SumUpTo(int index)
        {
            var sum = 0.0;
            while (_hasCurrent && _cursor.Index <= index)
            {
                sum += _buckets[_cursor.Position];
                _hasCurrent = MoveNext();
            }

            return sum;
        }

        private bool MoveNext() => _cursor.MoveNext() && _cursor.Position < _buckets.Length;
    }
}
