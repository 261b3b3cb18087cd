using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Aggregating;

/// <summary>
/// Columns of numbers for each group, all of a group side by side: what an accumulator knows of a group. Groups are numbered from 0 and
/// come one after the other.
/// </summary>
internal sealed class GroupColumns
{
    private readonly GroupTable<double> _table;
    private readonly int _steps;

    /// <param name="initial">The number that a column has at all steps at first, for each column.</param>
    public GroupColumns(QueryRun run, int steps, params ReadOnlySpan<double> initial)
    {
        _steps = steps;
        var pattern = new double[checked(steps * initial.Length)];
        for (var column = 0; column < initial.Length; column++)
        {
            pattern.AsSpan(column * steps, steps).Fill(initial[column]);
        }

        _table = new GroupTable<double>(run, pattern, steps);
    }

    /// <summary>All columns of a group, one after the other; valid until a new group comes.</summary>
    public Span<double> this[int group] => _table[group];

    /// <summary>One of them.</summary>
    public Span<double> Column(int group, int column) => _table[group].Slice(column * _steps, _steps);
}
