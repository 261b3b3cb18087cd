namespace Pharos.Model.Histograms;

/// <summary>
/// What spans say about which buckets there are. Span arrays in histograms are never written to: whatever changes a layout makes a new
/// array, so histograms with one layout can share it.
/// </summary>
internal static class BucketLayout
{
    /// <summary>Whether the arrays describe the same buckets in the same runs; spans without buckets make no difference.</summary>
    public static bool Matches(BucketSpan[] left, BucketSpan[] right)
    {
        // Fast path: histograms of one series mostly share the array, or have equal ones.
        if (left.AsSpan().SequenceEqual(right))
        {
            return true;
        }

        var leftAt = 0;
        var rightAt = 0;
        while (true)
        {
            var hasLeft = TakeRun(left, ref leftAt, out var leftRun);
            var hasRight = TakeRun(right, ref rightAt, out var rightRun);
            if (!hasLeft || !hasRight)
            {
                return hasLeft == hasRight;
            }

            if (leftRun != rightRun)
            {
                return false;
            }
        }
    }

    /// <summary>How many buckets the spans have together.</summary>
    public static long CountBuckets(BucketSpan[] spans)
    {
        long count = 0;
        foreach (var span in spans)
        {
            count += span.Length;
        }

        return count;
    }

    /// <summary>Whether spans follow each other, have so many buckets, and index them within 32 bits.</summary>
    public static bool Fits(BucketSpan[] spans, int bucketCount)
    {
        long count = 0;
        long index = 0;
        for (var i = 0; i < spans.Length; i++)
        {
            index += spans[i].Offset;
            index += spans[i].Length;
            count += spans[i].Length;
            if ((i > 0 && spans[i].Offset < 0) || index > int.MaxValue)
            {
                return false;
            }
        }

        return count == bucketCount;
    }

    /// <exception cref="InvalidOperationException">The spans do not describe that many buckets.</exception>
    public static void Require(BucketSpan[] spans, int bucketCount)
    {
        if (!Fits(spans, bucketCount))
        {
            throw new InvalidOperationException($"The spans of a histogram do not fit its {bucketCount} buckets: validate it before use.");
        }
    }

    /// <summary>
    /// The layout with the buckets of both. Spans of <paramref name="left"/> stay spans of their own, possibly longer; a bucket beside one
    /// joins it, and rather the one below it than the one above.
    /// </summary>
    /// <param name="left">Returned itself if nothing is added to it.</param>
    /// <param name="right">The buckets to add.</param>
    /// <param name="skip">How many of the first buckets in <paramref name="right"/> are left out.</param>
    public static BucketSpan[] Union(BucketSpan[] left, BucketSpan[] right, int skip)
    {
        // Each run that is added begins at the start of a right span or behind a left one.
        var most = left.Length * 2 + right.Length;
        var runs = new RunList(most <= 64 ? stackalloc Run[64] : new Run[most]);
        var leftRuns = new RunReader(left, 0);
        var rightRuns = new RunReader(right, skip);
        while (!leftRuns.IsAtEnd || !rightRuns.IsAtEnd)
        {
            if (rightRuns.IsAtEnd || (!leftRuns.IsAtEnd && leftRuns.Start <= rightRuns.Start))
            {
                runs.Add(leftRuns.Start, leftRuns.End);
                rightRuns.SkipTo(leftRuns.End);
                leftRuns.Next();
                continue;
            }

            var start = rightRuns.Start;
            var end = leftRuns.IsAtEnd ? rightRuns.End : Math.Min(rightRuns.End, leftRuns.Start);
            if (runs.EndsAt(start))
            {
                runs.Extend(end);
            }
            else if (!leftRuns.IsAtEnd && end == leftRuns.Start && end - start == 1)
            {
                leftRuns.Start = start;
            }
            else
            {
                runs.Add(start, end);
            }

            rightRuns.SkipTo(end);
        }

        return runs.ToSpans(left);
    }

    private static bool TakeRun(BucketSpan[] spans, ref int at, out BucketSpan run)
    {
        var offset = 0;
        while (at < spans.Length)
        {
            var span = spans[at++];
            offset += span.Offset;
            if (span.Length > 0)
            {
                run = new BucketSpan(offset, span.Length);
                return true;
            }
        }

        run = default;
        return false;
    }

    private record struct Run(long Start, long End);

    /// <summary>Reads spans with buckets as runs of indexes.</summary>
    private ref struct RunReader
    {
        private readonly ReadOnlySpan<BucketSpan> _spans;
        private int _at;

        public RunReader(ReadOnlySpan<BucketSpan> spans, int skip)
        {
            _spans = spans;
            _at = -1;
            Next();
            while (skip > 0 && !IsAtEnd)
            {
                var step = Math.Min(skip, End - Start);
                skip -= (int)step;
                SkipTo(Start + step);
            }
        }

        public long Start { get; set; }

        public long End { get; private set; }

        public readonly bool IsAtEnd => _at >= _spans.Length;

        public void Next()
        {
            while (++_at < _spans.Length)
            {
                Start = End + _spans[_at].Offset;
                End = Start + _spans[_at].Length;
                if (End > Start)
                {
                    return;
                }
            }
        }

        public void SkipTo(long index)
        {
            while (!IsAtEnd && End <= index)
            {
                Next();
            }

            if (!IsAtEnd)
            {
                Start = Math.Max(Start, index);
            }
        }
    }

    private ref struct RunList
    {
        private readonly Span<Run> _runs;
        private int _count;

        public RunList(Span<Run> room)
        {
            _runs = room;
        }

        public readonly bool EndsAt(long index) => _count > 0 && _runs[_count - 1].End == index;

        public void Add(long start, long end) => _runs[_count++] = new Run(start, end);

        public readonly void Extend(long end) => _runs[_count - 1].End = end;

        /// <summary>The runs as spans: <paramref name="like"/> if that is what they are.</summary>
        public readonly BucketSpan[] ToSpans(BucketSpan[] like)
        {
            Span<BucketSpan> spans = _count <= 64 ? stackalloc BucketSpan[64] : new BucketSpan[_count];
            spans = spans[.._count];
            long end = 0;
            for (var i = 0; i < _count; i++)
            {
                spans[i] = new BucketSpan(checked((int)(_runs[i].Start - end)), (uint)(_runs[i].End - _runs[i].Start));
                end = _runs[i].End;
            }

            return spans.SequenceEqual(like) ? like : spans.ToArray();
        }
    }
}
