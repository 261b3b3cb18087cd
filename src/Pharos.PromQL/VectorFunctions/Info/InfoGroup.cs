using Pharos.Model;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.VectorFunctions.Info;

/// <summary>The series of one info metric for one target. At each step the one with the newest sample counts.</summary>
internal sealed class InfoGroup
{
    private const int None = -1;

    private readonly List<Labels> _members = [];
    private readonly int[] _memberByStep;
    private readonly double[] _timeByStep;

    public InfoGroup(int steps)
    {
        _memberByStep = new int[steps];
        _timeByStep = new double[steps];
        Array.Fill(_memberByStep, None);
    }

    /// <summary>Which series counts at a step, negative if none.</summary>
    public int MemberAt(int step) => _memberByStep[step];

    public Labels Member(int number) => _members[number];

    /// <param name="row">The times of the samples in milliseconds.</param>
    /// <param name="counts">The steps that matter.</param>
    /// <returns>The first step at which two samples are equally new, negative if there is none.</returns>
    public int Add(Row row, StepSet counts)
    {
        var number = _members.Count;
        var conflict = None;
        _members.Add(row.Labels.ToLabels());
        for (var step = 0; step < row.Steps; step++)
        {
            var time = row.Values[step];
            if (Slot.IsAbsent(time) || !counts.Contains(step))
            {
                continue;
            }

            if (_memberByStep[step] == None || time > _timeByStep[step])
            {
                _memberByStep[step] = number;
                _timeByStep[step] = time;
            }
            else if (time == _timeByStep[step] && conflict == None)
            {
                conflict = step;
            }
        }

        return conflict;
    }

    public long TimeAt(int step) => (long)_timeByStep[step];
}
