using System.Numerics;
using System.Runtime.InteropServices;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>Rounds to the nearest multiple of a number, up if two are equally near.</summary>
/// <param name="nearest">The number of each step; null for 1.</param>
internal sealed class RoundFunction(QueryRun run, VectorOperator input, ScalarColumn? nearest) : FloatFunction(run, input)
{
    private double[]? _inverses;

    protected override void Calculate(Span<double> column)
    {
        // Multiplying by the inverse and dividing by it is what loses the least: tenths are no doubles, and ten is one.
        var inverses = _inverses ??= Inverses(column.Length);
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(column);
        var vectorInverses = MemoryMarshal.Cast<double, Vector<double>>(inverses);
        for (var i = 0; i < vectors.Length; i++)
        {
            var inverse = vectorInverses[i];
            var rounded = Vector.Floor(vectors[i] * inverse + new Vector<double>(0.5)) / inverse;
            vectors[i] = WhereAbsent.Keep(vectors[i], rounded);
        }

        for (var step = vectors.Length * Vector<double>.Count; step < column.Length; step++)
        {
            if (Slot.IsPresent(column[step]))
            {
                column[step] = Math.Floor(column[step] * inverses[step] + 0.5) / inverses[step];
            }
        }
    }

    private double[] Inverses(int steps)
    {
        var inverses = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            inverses[step] = nearest is null ? 1 : 1 / nearest[step];
        }

        return inverses;
    }
}
