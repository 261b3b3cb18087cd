using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Aggregating;

/// <summary>A column of numbers per group, one per step, absent at first. Groups are numbered from 0 and come one after the other.</summary>
internal sealed class GroupColumns
{
    private const int SlotsPerBlock = 1 << 14;

    private readonly QueryRun _run;
    private readonly int _steps;
    private readonly int _groupsPerBlock;
    private readonly List<double[]> _blocks = [];

    public GroupColumns(QueryRun run, int steps)
    {
        _run = run;
        _steps = steps;
        _groupsPerBlock = Math.Max(1, SlotsPerBlock / Math.Max(1, steps));
    }

    /// <summary>The column of a group, which may be a new one; valid for good.</summary>
    public Span<double> this[int group]
    {
        get
        {
            var block = group / _groupsPerBlock;
            while (block >= _blocks.Count)
            {
                _run.Budget.Take(_groupsPerBlock * (long)_steps);
                var slots = new double[_groupsPerBlock * _steps];
                Array.Fill(slots, Slot.Absent);
                _blocks.Add(slots);
            }

            return _blocks[block].AsSpan(group % _groupsPerBlock * _steps, _steps);
        }
    }
}
