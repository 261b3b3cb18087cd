using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Operators;

/// <summary>Passes series on and ends the query when two of them have the same labels, as they may after names were dropped.</summary>
internal sealed class UniqueGuard : VectorOperator
{
    private readonly VectorOperator _input;
    private readonly bool _allowsParts;
    private readonly LabelsIndex _seen = new();
    private readonly List<StepSet> _steps = [];

    /// <param name="allowsParts">Whether series with the same labels are one as long as they share no step.</param>
    public UniqueGuard(QueryRun run, VectorOperator input, bool allowsParts)
        : base(run, input.Grid)
    {
        _input = input;
        _allowsParts = allowsParts;
    }

    public override bool HasOneName => _input.HasOneName;

    public override bool IsWhole => !_allowsParts;

    public static QueryException Duplicate() => new("vector cannot contain metrics with the same labelset");

    public override void Dispose()
    {
        _input.Dispose();
        base.Dispose();
    }

    protected override bool Advance(Row row)
    {
        if (!_input.Next(row))
        {
            return false;
        }

        if (_seen.Add(row.Labels, out var number))
        {
            _steps.Add(_allowsParts ? new StepSet(row.Steps) : default);
        }
        else if (!_allowsParts)
        {
            throw Duplicate();
        }

        if (_allowsParts && !_steps[number].TryAddAll(row))
        {
            throw Duplicate();
        }

        return true;
    }
}
