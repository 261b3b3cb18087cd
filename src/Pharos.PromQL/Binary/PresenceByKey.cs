using Pharos.Foundation.Bytes;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Binary;

/// <summary>At which steps some series with certain labels has a sample.</summary>
internal sealed class PresenceByKey
{
    private readonly LabelSubset _key;
    private readonly LabelsIndex _keys = new();
    private readonly List<StepSet> _steps = [];
    private readonly ByteBuffer _buffer = new();

    public PresenceByKey(LabelSubset key)
    {
        _key = key;
    }

    public void Add(Row row)
    {
        if (_keys.Add(_key.Choose(row.Labels, _buffer), out var number))
        {
            _steps.Add(new StepSet(row.Steps));
        }

        _steps[number].TryAddAll(row);
    }

    /// <summary>Takes the samples away that have a match, or those that have none.</summary>
    public void Filter(Row row, bool keepsMatches)
    {
        if (!_keys.TryFind(_key.Choose(row.Labels, _buffer), out var number))
        {
            if (keepsMatches)
            {
                row.ClearSamples();
            }

            return;
        }

        for (var step = 0; step < row.Steps; step++)
        {
            if (_steps[number].Contains(step) != keepsMatches)
            {
                row.ClearAt(step);
            }
        }
    }
}
