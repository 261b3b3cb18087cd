using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Operators;

/// <summary>Passes series on and ends the query when two of them have the same labels, as they may after names were dropped.</summary>
internal sealed class UniqueGuard : VectorOperator
{
    private readonly VectorOperator _input;
    private readonly bool _allowsParts;
    private readonly bool _onlyForTypes;
    private readonly LabelsIndex _seen = new();
    private readonly List<StepSet> _steps = [];

    /// <param name="allowsParts">Whether series with the same labels are one as long as they share no step.</param>
    /// <param name="onlyForTypes">Whether series can be the same only if the store has some that differ in type or unit, which few have.</param>
    public UniqueGuard(QueryRun run, VectorOperator input, bool allowsParts, bool onlyForTypes = false)
        : base(run, input.Grid)
    {
        _input = input;
        _allowsParts = allowsParts;
        _onlyForTypes = onlyForTypes;
    }

    public override bool HasOneName => _input.HasOneName;

    public override bool IsWhole => IsNeeded ? !_allowsParts : _input.IsWhole;

    private bool IsNeeded => !_onlyForTypes || Run.StoreHasTypes;

    public static QueryException Duplicate() => new("vector cannot contain metrics with the same labelset");

    protected override bool Advance(Row row)
    {
        if (!_input.Next(row))
        {
            return false;
        }

        if (!IsNeeded)
        {
            return true;
        }

        if (_seen.Add(row.Labels, out var number))
        {
            Run.Budget.Take(1 + (_allowsParts ? row.Steps / 64 : 0));
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
