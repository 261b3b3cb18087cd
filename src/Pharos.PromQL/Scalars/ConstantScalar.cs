using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Scalars;

/// <summary>The same number at every step.</summary>
internal sealed class ConstantScalar(double value) : ScalarOperator
{
    public override void Evaluate(Span<double> steps) => steps.Fill(value);
}
