using Pharos.Foundation.Numbers;

namespace Pharos.Model.Histograms;

/// <summary>
/// Sums buckets with differing custom bounds into those that the common bounds make. Joined buckets are summed with compensation even
/// where the caller has no use for it afterwards, since that changes the sums.
/// </summary>
internal readonly struct CustomBoundsMerge
{
    private readonly double[] _sums;
    private readonly double[] _compensations;

    /// <param name="bounds">The bounds of the result, each of them also one of every side's bounds.</param>
    public CustomBoundsMerge(double[] bounds)
    {
        Bounds = bounds;
        _sums = new double[bounds.Length + 1];
        _compensations = new double[bounds.Length + 1];
    }

    public double[] Bounds { get; }

    public void Add(BucketSide side, double[] bounds, bool isSubtraction)
    {
        var cursor = new BucketCursor(side.Spans);
        var at = 0;
        while (cursor.MoveNext() && cursor.Position < side.Buckets.Length)
        {
            // Both lists of bounds ascend. A bucket belongs where its upper bound does.
            if ((uint)cursor.Index < (uint)bounds.Length)
            {
                while (at < Bounds.Length && !(Bounds[at] >= bounds[cursor.Index]))
                {
                    at++;
                }
            }
            else
            {
                at = Bounds.Length;
            }

            var value = side.Buckets[cursor.Position];
            KahanSum.Add(isSubtraction ? -value : value, ref _sums[at], ref _compensations[at]);
            if (side.Compensation is not null)
            {
                KahanSum.Add(side.Compensation[cursor.Position], ref _sums[at], ref _compensations[at]);
            }
        }
    }

    /// <summary>The result without empty buckets, in as few spans as possible.</summary>
    public BucketSide ToSide()
    {
        var side = new BucketSide([new BucketSpan(0, (uint)_sums.Length)], _sums, _compensations);
        return side.Compact(0);
    }
}
