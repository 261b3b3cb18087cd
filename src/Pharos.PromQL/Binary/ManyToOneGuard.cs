using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Binary;

/// <summary>Ends a query whose many-to-one join has two results with the same labels at the same step.</summary>
internal sealed class ManyToOneGuard
{
    private readonly int _words;
    private readonly LabelsIndex _keys = new();
    private readonly LabelsIndex _results = new();

    /// <summary>For each result the key that it had first: it hardly ever has another one.</summary>
    private readonly List<int> _firstKeys = [];

    /// <summary>For each result the steps at which its first key matched, and those at which there is a result.</summary>
    private readonly GroupTable<ulong> _steps;

    /// <summary>The steps at which the other keys matched.</summary>
    private readonly Dictionary<(int Key, int Result), ulong[]> _otherKeys = [];

    public ManyToOneGuard(QueryRun run, int steps)
    {
        _words = StepBits.Words(steps);
        _steps = new GroupTable<ulong>(run, new ulong[2 * _words], samples: 0);
    }

    /// <param name="key">What the series is matched on.</param>
    /// <param name="result">The labels of the result.</param>
    /// <param name="matched">The steps at which the series is matched; a comparison that does not hold counts for its own key all the same.</param>
    /// <param name="kept">The steps at which there is a result.</param>
    public void Add(LabelsView key, LabelsView result, ReadOnlySpan<ulong> matched, ReadOnlySpan<ulong> kept)
    {
        _keys.Add(key, out var keyNumber);
        if (_results.Add(result, out var number))
        {
            _firstKeys.Add(keyNumber);
        }

        var steps = _steps[number];
        var seen = _firstKeys[number] == keyNumber ? steps[.._words] : StepsOf(keyNumber, number);
        if (!StepBits.TryAddAll(seen, matched))
        {
            throw new QueryException("multiple matches for labels: grouping labels must ensure unique matches");
        }

        if (!StepBits.TryAddAll(steps[_words..], kept))
        {
            throw UniqueGuard.Duplicate();
        }
    }

    private ulong[] StepsOf(int key, int result)
    {
        if (!_otherKeys.TryGetValue((key, result), out var steps))
        {
            steps = new ulong[_words];
            _otherKeys.Add((key, result), steps);
        }

        return steps;
    }
}
