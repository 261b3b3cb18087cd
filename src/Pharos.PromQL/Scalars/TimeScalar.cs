using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Scalars;

/// <summary>The time of each step in seconds.</summary>
internal sealed class TimeScalar(TimeGrid grid) : ScalarOperator
{
    public override void Evaluate(Span<double> steps)
    {
        for (var step = 0; step < steps.Length; step++)
        {
            steps[step] = grid[step] / 1000.0;
        }
    }
}
