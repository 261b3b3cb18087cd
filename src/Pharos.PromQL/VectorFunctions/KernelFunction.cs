using System.Numerics;
using System.Runtime.InteropServices;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>A function of single numbers that takes them one by one.</summary>
internal sealed class KernelFunction<TKernel>(QueryRun run, VectorOperator input) : FloatFunction(run, input)
    where TKernel : IFloatKernel
{
    protected override void Calculate(Span<double> column)
    {
        foreach (ref var value in column)
        {
            if (Slot.IsPresent(value))
            {
                value = TKernel.Of(value);
            }
        }
    }
}

/// <summary>A function of single numbers that takes as many at once as the processor can.</summary>
internal sealed class VectorKernelFunction<TKernel>(QueryRun run, VectorOperator input) : FloatFunction(run, input)
    where TKernel : IVectorKernel
{
    protected override void Calculate(Span<double> column)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(column);
        foreach (ref var values in vectors)
        {
            values = WhereAbsent.Keep(values, TKernel.Of(values));
        }

        foreach (ref var value in column[(vectors.Length * Vector<double>.Count)..])
        {
            if (Slot.IsPresent(value))
            {
                value = TKernel.Of(value);
            }
        }
    }
}
