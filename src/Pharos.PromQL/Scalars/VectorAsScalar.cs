using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.Scalars;

/// <summary>The number of the one series that has one at a step; NaN where none or several have.</summary>
internal sealed class VectorAsScalar(VectorOperator input) : ScalarOperator
{
    public override void Evaluate(Span<double> steps)
    {
        var row = new Row(steps.Length);
        var seen = new bool[steps.Length];
        steps.Fill(SpecialValues.NormalNaN);
        while (input.Next(row))
        {
            for (var step = 0; step < steps.Length; step++)
            {
                var value = row.Values[step];
                if (Slot.IsPresent(value))
                {
                    steps[step] = seen[step] ? SpecialValues.NormalNaN : value;
                    seen[step] = true;
                }
            }
        }
    }
}
