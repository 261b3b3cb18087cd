using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Binary;

/// <summary>Ends a query whose many-to-one join has two results with the same labels at the same step.</summary>
internal sealed class ManyToOneGuard
{
    private readonly LabelsIndex _results = new();
    private readonly List<Dictionary<int, (Labels Key, bool IsKept)>> _steps = [];
    private Dictionary<int, (Labels Key, bool IsKept)> _current = [];
    private Labels _key;

    /// <param name="key">What the series is matched on.</param>
    /// <param name="result">The labels of the result that follows step by step.</param>
    public void Begin(LabelsView key, LabelsView result)
    {
        if (_results.Add(result, out var number))
        {
            _steps.Add([]);
        }

        _current = _steps[number];
        _key = key.ToLabels();
    }

    /// <param name="isKept">Whether there is a result at this step; a comparison that does not hold counts for its own group all the same.</param>
    public void Add(int step, bool isKept)
    {
        if (_current.TryAdd(step, (_key, isKept)))
        {
            return;
        }

        var earlier = _current[step];
        if (earlier.Key == _key)
        {
            throw new QueryException("multiple matches for labels: grouping labels must ensure unique matches");
        }

        if (isKept)
        {
            if (earlier.IsKept)
            {
                throw UniqueGuard.Duplicate();
            }

            _current[step] = (_key, isKept);
        }
    }
}
