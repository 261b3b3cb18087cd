using Pharos.PromQL.Binary;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Scalars;

/// <summary>An operation between two numbers of each step.</summary>
internal sealed class BinaryScalar(BinaryOperator @operator, ScalarOperator left, ScalarOperator right) : ScalarOperator
{
    public override void Evaluate(Span<double> steps)
    {
        left.Evaluate(steps);
        var others = new double[steps.Length];
        right.Evaluate(others);
        for (var step = 0; step < steps.Length; step++)
        {
            steps[step] = BinaryOperators.IsComparison(@operator)
                ? FloatArithmetic.Compare(@operator, steps[step], others[step]) ? 1 : 0
                : FloatArithmetic.Calculate(@operator, steps[step], others[step]);
        }
    }
}
