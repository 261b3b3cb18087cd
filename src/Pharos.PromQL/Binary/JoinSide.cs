using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Binary;

/// <summary>
/// The side of a join whose series are unique in the labels matched on: read whole, and looked up by these labels. Groups are numbered from
/// 0. Most of them are one series of numbers, which has no object of its own.
/// </summary>
internal sealed class JoinSide
{
    private readonly LabelSubset _key;
    private readonly LabelsIndex _keys = new();
    private readonly ByteBuffer _buffer = new();
    private readonly GroupTable<double> _columns;
    private readonly GroupTable<ulong> _matched;
    private readonly LabelsList _labels = new();
    private readonly Dictionary<int, JoinGroup> _groups = [];
    private readonly SortedDictionary<int, (Labels Key, string Series, string Other)> _conflicts = [];

    public JoinSide(QueryRun run, int steps, LabelSubset key)
    {
        _key = key;
        var empty = new double[steps];
        Array.Fill(empty, Slot.Absent);
        _columns = new GroupTable<double>(run, empty, samples: steps);
        _matched = new GroupTable<ulong>(run, new ulong[StepBits.Words(steps)], samples: 0);
    }

    /// <summary>How many groups there are.</summary>
    public int Count => _keys.Count;

    /// <summary>Whether two series of a group had a sample at the same step.</summary>
    public bool HasConflicts => _conflicts.Count > 0;

    public void Read(VectorOperator input)
    {
        var row = new Row(input.Grid.Count);
        while (input.Next(row))
        {
            if (_keys.Add(KeyOf(row.Labels), out var number))
            {
                row.Values.CopyTo(_columns[number]);
                _ = _matched[number];
                _labels.Add(row.Labels);
                if (row.HasHistograms)
                {
                    _groups.Add(number, new JoinGroup(row));
                    row = new Row(input.Grid.Count);
                }
            }
            else
            {
                AddTo(GroupAt(number), row);
            }
        }
    }

    /// <summary>The labels that series must share to be matched. Valid as long as the labels given, and until the next call.</summary>
    public LabelsView KeyOf(LabelsView labels) => _key.Choose(labels, _buffer);

    /// <summary>The group that a series of the other side belongs to, -1 if there is none.</summary>
    public int Find(LabelsView labels) => _keys.TryFind(KeyOf(labels), out var number) ? number : -1;

    /// <summary>The numbers of a group that is one series without histograms.</summary>
    public bool TryGetColumn(int number, out ReadOnlySpan<double> column)
    {
        column = _columns[number];
        return _groups.Count == 0 || !_groups.TryGetValue(number, out var group) || group.IsColumn;
    }

    /// <summary>The labels of a group's first series.</summary>
    public LabelsView LabelsOf(int number) => _labels[number];

    /// <summary>The steps at which a group's sample was matched, to be kept up by the caller; see <see cref="StepBits"/>.</summary>
    public Span<ulong> MatchedOf(int number) => _matched[number];

    /// <summary>A group as an object.</summary>
    public JoinGroup GroupAt(int number)
    {
        if (!_groups.TryGetValue(number, out var group))
        {
            var column = _columns[number];
            var row = new Row(column.Length);
            column.CopyTo(row.Values);
            row.SetLabels(_labels[number]);
            group = new JoinGroup(row);
            _groups.Add(number, group);
        }

        return group;
    }

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
