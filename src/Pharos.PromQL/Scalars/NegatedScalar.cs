using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Scalars;

internal sealed class NegatedScalar(ScalarOperator input) : ScalarOperator
{
    public override void Evaluate(Span<double> steps)
    {
        input.Evaluate(steps);
        foreach (ref var value in steps)
        {
            value = -value;
        }
    }
}
