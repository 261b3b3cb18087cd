using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Operators;

/// <summary>Changes each series of one input in place.</summary>
internal abstract class TransformOperator : VectorOperator
{
    private readonly VectorOperator _input;

    protected TransformOperator(Evaluation.QueryRun run, VectorOperator input)
        : base(run, input.Grid)
    {
        _input = input;
    }

    public sealed override void Dispose()
    {
        _input.Dispose();
        base.Dispose();
    }

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
