using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Scalars;

/// <summary>A number that was evaluated for one step, at all steps.</summary>
internal sealed class RepeatedScalar(ScalarOperator input) : ScalarOperator
{
    public override void Evaluate(Span<double> steps)
    {
        input.Evaluate(steps[..1]);
        steps.Fill(steps[0]);
    }
}
