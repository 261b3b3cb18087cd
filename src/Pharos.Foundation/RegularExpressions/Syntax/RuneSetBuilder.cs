namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>Collects ranges in any order, overlapping or not, and makes a <see cref="RuneSet"/> of them.</summary>
internal sealed class RuneSetBuilder
{
    /// <summary>First and last of each range in one number each, which sorts faster than a pair.</summary>
    private readonly List<long> _ranges = [];

    public void Add(int first, int last)
    {
        // Fast path: ranges mostly come in order and touch the one before.
        if (_ranges.Count > 0 && first >= First(_ranges[^1]) && first <= Last(_ranges[^1]) + 1)
        {
            _ranges[^1] = Pack(First(_ranges[^1]), Math.Max(Last(_ranges[^1]), last));
            return;
        }

        _ranges.Add(Pack(first, last));
    }

    public void Add(RuneSet set)
    {
        foreach (var (first, last) in set)
        {
            Add(first, last);
        }
    }

    public RuneSet Build()
    {
        if (_ranges.Count == 0)
        {
            return RuneSet.Empty;
        }

        _ranges.Sort();
        var bounds = new List<int>(_ranges.Count * 2);
        var (first, last) = (First(_ranges[0]), Last(_ranges[0]));
        foreach (var range in _ranges)
        {
            if (First(range) > last + 1)
            {
                bounds.Add(first);
                bounds.Add(last);
                (first, last) = (First(range), Last(range));
            }
            else
            {
                last = Math.Max(last, Last(range));
            }
        }

        bounds.Add(first);
        bounds.Add(last);
        return new RuneSet([.. bounds]);
    }

    private static long Pack(int first, int last) => ((long)first << 32) | (uint)last;

    private static int First(long range) => (int)(range >> 32);

    private static int Last(long range) => (int)range;
}
