using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Operators;

/// <summary>Changes each series of one input in place.</summary>
internal abstract class TransformOperator : VectorOperator
{
    private readonly VectorOperator _input;

    protected TransformOperator(QueryRun run, VectorOperator input)
        : base(run, input.Grid)
    {
        _input = input;
    }

    public override bool HasOneName => _input.HasOneName;

    /// <summary>As the input, unless names are dropped: the guard behind looks after that.</summary>
    public override bool IsWhole => _input.IsWhole && _input.HasOneName;

    protected sealed override bool Advance(Row row)
    {
        if (!_input.Next(row))
        {
            return false;
        }

        Transform(row);
        return true;
    }

    /// <summary>May leave the row without samples, which takes the series out of the result.</summary>
    protected abstract void Transform(Row row);
}
