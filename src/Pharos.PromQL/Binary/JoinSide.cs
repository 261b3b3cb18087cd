using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Binary;

/// <summary>The side of a join whose series are unique in the labels matched on: read whole, and looked up by these labels.</summary>
internal sealed class JoinSide
{
    private readonly LabelSubset _key;
    private readonly LabelsIndex _keys = new();
    private readonly List<JoinGroup> _groups = [];
    private readonly ByteBuffer _buffer = new();
    private readonly SortedDictionary<int, (Labels Key, string Series, string Other)> _conflicts = [];

    public JoinSide(LabelSubset key)
    {
        _key = key;
    }

    public IReadOnlyList<JoinGroup> Groups => _groups;

    public void Read(QueryRun run, VectorOperator input)
    {
        var row = new Row(input.Grid.Count);
        while (input.Next(row))
        {
            if (_keys.Add(KeyOf(row.Labels), out var number))
            {
                run.Budget.Take(row.Steps);
                _groups.Add(new JoinGroup(row));
                row = new Row(input.Grid.Count);
            }
            else
            {
                AddTo(_groups[number], row);
            }
        }
    }

    /// <summary>The labels that series must share to be matched. Valid until the next call.</summary>
    public LabelsView KeyOf(LabelsView labels) => _key.Choose(labels, _buffer);

    public JoinGroup? Find(LabelsView labels) => _keys.TryFind(KeyOf(labels), out var number) ? _groups[number] : null;

    /// <summary>Ends the query if two series of a group had a sample at a step that matters.</summary>
    /// <param name="sideName">Left or right.</param>
    public void ThrowIfAmbiguous(Func<int, bool> matters, string sideName)
    {
        foreach (var (step, (key, series, other)) in _conflicts)
        {
            if (matters(step))
            {
                throw new QueryException(
                    $"found duplicate series for the match group {key} on the {sideName} hand-side of the operation: [{series}, {other}]" +
                    ";many-to-many matching not allowed: matching labels must be unique on one side");
            }
        }
    }

    private void AddTo(JoinGroup group, Row row)
    {
        for (var step = 0; step < row.Steps; step++)
        {
            if (row.HasSample(step) && group.Samples.HasSample(step) && !_conflicts.ContainsKey(step))
            {
                var first = group.Member(group.MemberAt(step)).ToString();
                var second = row.Labels.ToString();
                if (string.CompareOrdinal(first, second) > 0)
                {
                    (first, second) = (second, first);
                }

                _conflicts.Add(step, (KeyOf(row.Labels).ToLabels(), first, second));
            }
        }

        group.Add(row);
    }
}
