using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>Numbers the groups of an aggregation in the order in which they come up, from 0. Not safe for concurrent use.</summary>
internal sealed class Grouper
{
    private readonly LabelSubset _grouping;
    private readonly LabelsIndex _groups = new();
    private readonly ByteBuffer _buffer = new();

    public Grouper(LabelSubset grouping)
    {
        _grouping = grouping;
    }

    public int Count => _groups.Count;

    /// <summary>The labels that a group shares; valid until a new group comes.</summary>
    public LabelsView this[int group] => _groups[group];

    public bool Chooses(ReadOnlySpan<byte> name) => _grouping.Chooses(name);

    /// <summary>The number of a series' group.</summary>
    public int GroupOf(LabelsView labels)
    {
        // Fast path: everything is one group, and is not looked at.
        if (_grouping.IsEmpty && _groups.Count > 0)
        {
            return 0;
        }

        _groups.Add(_grouping.Choose(labels, _buffer), out var group);
        return group;
    }
}
