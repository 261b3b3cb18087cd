using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Binary;

/// <summary>
/// And, or, unless: at each step, the samples of one vector that have, or have not, a match on the other side. Values are not looked at.
/// </summary>
internal sealed class SetOperation : VectorOperator
{
    private readonly VectorOperator _left;
    private readonly VectorOperator _right;
    private readonly BinaryOperator _operator;
    private readonly PresenceByKey _presence;
    private bool _isRightRead;
    private bool _isLeftRead;

    public SetOperation(QueryRun run, VectorOperator left, VectorOperator right, BinaryExpression expression)
        : base(run, left.Grid)
    {
        _left = left;
        _right = right;
        _operator = expression.Operator;
        var matching = expression.Matching!;
        _presence = new PresenceByKey(matching.On ? LabelSubset.Only(matching.Labels) : LabelSubset.AllButNameAnd(matching.Labels));
    }

    public override bool HasOneName => _operator != BinaryOperator.Or && _left.HasOneName;

    public override bool IsWhole => _operator != BinaryOperator.Or && _left.IsWhole;

    protected override bool Advance(Row row) => _operator == BinaryOperator.Or ? AdvanceUnion(row) : AdvanceFiltered(row);

    private bool AdvanceFiltered(Row row)
    {
        if (!_isRightRead)
        {
            while (_right.Next(row))
            {
                _presence.Add(row);
            }

            _isRightRead = true;
        }

        if (!_left.Next(row))
        {
            return false;
        }

        _presence.Filter(row, keepsMatches: _operator == BinaryOperator.And);
        return true;
    }

    private bool AdvanceUnion(Row row)
    {
        if (!_isLeftRead)
        {
            if (_left.Next(row))
            {
                _presence.Add(row);
                return true;
            }

            _isLeftRead = true;
        }

        if (!_right.Next(row))
        {
            return false;
        }

        _presence.Filter(row, keepsMatches: false);
        return true;
    }
}
