using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Scalars;

/// <summary>The larger or the smaller one of two numbers of each step; NaN if one of them is.</summary>
internal sealed class ExtremeScalar(bool isLargest, ScalarOperator left, ScalarOperator right) : ScalarOperator
{
    public override void Evaluate(Span<double> steps)
    {
        left.Evaluate(steps);
        var others = new double[steps.Length];
        right.Evaluate(others);
        for (var step = 0; step < steps.Length; step++)
        {
            steps[step] = isLargest ? Math.Max(steps[step], others[step]) : Math.Min(steps[step], others[step]);
        }
    }
}
