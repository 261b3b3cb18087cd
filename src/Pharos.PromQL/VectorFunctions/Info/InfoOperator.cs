using System.Text;
using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Selection;
using Pharos.Storage;

namespace Pharos.PromQL.VectorFunctions.Info;

/// <summary>
/// Adds to each series the labels of the info series of its target: those with the same <c>instance</c> and <c>job</c>. Which info series
/// are read from the store depends on the input, so it is read to its end first.
/// </summary>
internal sealed class InfoOperator : VectorOperator
{
    private readonly VectorOperator _input;
    private readonly InfoMatchers _matchers;
    private readonly SampleTimes _times;
    private readonly IdentifyingValues[] _identifying;
    private readonly LabelsBuilder _builder = new();
    private List<Row>? _rows;
    private InfoTable? _table;
    private int _nextRow;
    private readonly Queue<(Labels Labels, StepSet Steps)> _parts = [];

    /// <param name="times">The times at which the info series are looked at.</param>
    public InfoOperator(QueryRun run, VectorOperator input, InfoMatchers matchers, SampleTimes times)
        : base(run, input.Grid)
    {
        _input = input;
        _matchers = matchers;
        _times = times;
        _identifying = [new IdentifyingValues(LabelNames.Instance.ToArray()), new IdentifyingValues(LabelNames.Job.ToArray())];
        run.Cover(Hints().StartMs, Hints().EndMs);
    }

    protected override bool Advance(Row row)
    {
        if (_rows is null)
        {
            ReadAll();
        }

        while (_parts.Count == 0)
        {
            if (_nextRow == _rows!.Count)
            {
                return false;
            }

            _nextRow++;
            if (_matchers.IsInfo(_rows[_nextRow - 1].Labels))
            {
                row.CopyFrom(_rows[_nextRow - 1]);
                return true;
            }

            Split(_rows[_nextRow - 1]);
        }

        Take(_rows![_nextRow - 1], _parts.Dequeue(), row);
        return true;
    }

    private void ReadAll()
    {
        _rows = WholeSeries.Read(Run, _input);
        var counts = new StepSet(Grid.Count);
        foreach (var row in _rows)
        {
            counts.TryAddAll(row);
            if (!_matchers.IsInfo(row.Labels))
            {
                _identifying[0].Add(row.Labels);
                _identifying[1].Add(row.Labels);
            }
        }

        _table = new InfoTable(Run, counts);
        var selected = new List<Matcher>();
        foreach (var values in _identifying)
        {
            if (!values.IsEmpty)
            {
                selected.Add(values.Matcher);
            }
        }

        if (selected.Count == 0)
        {
            return;
        }

        selected.AddRange(_matchers.Data);
        selected.AddRange(_matchers.Names);
        var scan = new SeriesScan(
            Run, Grid, new Selection.Selector(Run, [.. selected], Hints()), new InstantEvaluator(Run, _times, SampleAspect.InfoTimestamp));
        _table.Read(scan, labels => _identifying[0].Admits(labels) && _identifying[1].Admits(labels));
    }

    private SelectHints Hints() => new()
    {
        StartMs = _times.First - Run.Settings.LookbackMs + 1,
        EndMs = _times.Last,
        StepMs = Grid.Count > 1 ? Grid.StepMs : 0,
        Function = "info",
    };

    /// <summary>Finds the label sets that a series has, now with one info series and then with another, and the steps of each.</summary>
    private void Split(Row row)
    {
        var groups = _table!.Find(row.Labels);
        var members = new int[groups.Count];
        var last = default((Labels Labels, StepSet Steps)?);
        var parts = new Dictionary<string, (Labels Labels, StepSet Steps)?>(StringComparer.Ordinal);
        for (var step = 0; step < row.Steps; step++)
        {
            if (!row.HasSample(step))
            {
                continue;
            }

            if (parts.Count == 0 || !IsSame(groups, members, step))
            {
                for (var i = 0; i < members.Length; i++)
                {
                    members[i] = groups[i].MemberAt(step);
                }

                var key = string.Join(',', members);
                if (!parts.TryGetValue(key, out last))
                {
                    last = TryCombine(row.Labels, groups, members, out var labels) ? (labels, new StepSet(row.Steps)) : null;
                    parts.Add(key, last);
                    if (last is { } part)
                    {
                        _parts.Enqueue(part);
                    }
                }
            }

            last?.Steps.Add(step);
        }
    }

    private static bool IsSame(IReadOnlyList<InfoGroup> groups, int[] members, int step)
    {
        for (var i = 0; i < members.Length; i++)
        {
            if (groups[i].MemberAt(step) != members[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the labels that are wanted and not there. False if the series has no result without information.</summary>
    private bool TryCombine(LabelsView labels, IReadOnlyList<InfoGroup> groups, int[] members, out Labels combined)
    {
        var added = new LabelsBuilder();
        var isMatched = false;
        for (var i = 0; i < members.Length; i++)
        {
            if (members[i] < 0)
            {
                continue;
            }

            isMatched = true;
            foreach (var label in groups[i].Member(members[i]).View)
            {
                if (_matchers.Wants(label.Name))
                {
                    Add(label, labels, added);
                }
            }
        }

        _builder.Reset(labels);
        foreach (var label in added.View())
        {
            _builder.Set(label.Name, label.Value);
        }

        combined = _builder.ToLabels();
        return isMatched || _matchers.KeepsUnmatched;
    }

    private static void Add(LabelPair label, LabelsView existing, LabelsBuilder added)
    {
        var earlier = added.Get(label.Name);
        if (!earlier.IsEmpty && !earlier.SequenceEqual(label.Value))
        {
            throw new QueryException($"conflicting label: {Encoding.UTF8.GetString(label.Name)}");
        }

        if (!existing.Contains(label.Name))
        {
            added.Set(label.Name, label.Value);
        }
    }

    private static void Take(Row source, (Labels Labels, StepSet Steps) part, Row row)
    {
        row.CopyFrom(source);
        row.SetLabels(part.Labels.View);
        for (var step = 0; step < row.Steps; step++)
        {
            if (!part.Steps.Contains(step))
            {
                row.ClearAt(step);
            }
        }
    }
}
