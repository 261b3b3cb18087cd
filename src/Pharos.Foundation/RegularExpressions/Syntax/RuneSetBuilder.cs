namespace Pharos.Foundation.RegularExpressions.Syntax;

/// <summary>Collects ranges in any order, overlapping or not, and makes a <see cref="RuneSet"/> of them.</summary>
internal sealed class RuneSetBuilder
{
    private readonly List<(int First, int Last)> _ranges = [];

    public void Add(int first, int last)
    {
        // Fast path: ranges mostly come in order and touch the one before.
        if (_ranges.Count > 0 && _ranges[^1] is var (previousFirst, previousLast) && first >= previousFirst && first <= previousLast + 1)
        {
            _ranges[^1] = (previousFirst, Math.Max(previousLast, last));
            return;
        }

        _ranges.Add((first, last));
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
        var (first, last) = _ranges[0];
        foreach (var (nextFirst, nextLast) in _ranges)
        {
            if (nextFirst > last + 1)
            {
                bounds.Add(first);
                bounds.Add(last);
                (first, last) = (nextFirst, nextLast);
            }
            else
            {
                last = Math.Max(last, nextLast);
            }
        }

        bounds.Add(first);
        bounds.Add(last);
        return new RuneSet([.. bounds]);
    }
}
