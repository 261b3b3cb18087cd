using System.Numerics;
using System.Runtime.InteropServices;
using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>Keeps numbers within bounds. There is no result at a step whose bounds are the wrong way round.</summary>
/// <param name="min">Null for no bound.</param>
/// <param name="max">Null for no bound.</param>
internal sealed class ClampFunction(QueryRun run, VectorOperator input, ScalarColumn? min, ScalarColumn? max) : FloatFunction(run, input)
{
    /// <summary>The bounds of each step, null before they are needed.</summary>
    private (double[] Min, double[] Max)? _bounds;

    private bool _isAnyNaN;

    protected override void Calculate(Span<double> column)
    {
        var (lower, upper) = _bounds ??= Bounds(column.Length);
        var step = 0;
        if (!_isAnyNaN)
        {
            // Fast path: where bounds are numbers, the only special case is a value that is none.
            step = CalculateVectors(column, lower, upper);
        }

        for (; step < column.Length; step++)
        {
            if (Slot.IsPresent(column[step]))
            {
                column[step] = upper[step] < lower[step] ? Slot.Absent : Larger(lower[step], Smaller(upper[step], column[step]));
            }
        }
    }

    private static int CalculateVectors(Span<double> column, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(column);
        var lowers = MemoryMarshal.Cast<double, Vector<double>>(lower);
        var uppers = MemoryMarshal.Cast<double, Vector<double>>(upper);
        for (var i = 0; i < vectors.Length; i++)
        {
            var values = vectors[i];
            var clamped = Vector.Max(lowers[i], Vector.Min(uppers[i], values));

            // NaN is NaN, unless a bound is an infinity that nothing is beyond.
            var isNumber = Vector.Equals(values, values);
            var isCut = Vector.Equals(uppers[i], new Vector<double>(double.NegativeInfinity))
                | Vector.Equals(lowers[i], new Vector<double>(double.PositiveInfinity));
            var ofNaN = Vector.ConditionalSelect(isCut, lowers[i], new Vector<double>(SpecialValues.NormalNaN));
            clamped = Vector.ConditionalSelect(isNumber, clamped, ofNaN);
            clamped = Vector.ConditionalSelect(Vector.LessThan(uppers[i], lowers[i]), new Vector<double>(Slot.Absent), clamped);
            vectors[i] = WhereAbsent.Keep(values, clamped);
        }

        return vectors.Length * Vector<double>.Count;
    }

    private (double[] Min, double[] Max) Bounds(int steps)
    {
        var lower = new double[steps];
        var upper = new double[steps];
        Fill(lower, min, double.NegativeInfinity);
        Fill(upper, max, double.PositiveInfinity);
        for (var step = 0; step < steps; step++)
        {
            _isAnyNaN |= double.IsNaN(lower[step]) || double.IsNaN(upper[step]);
        }

        return (lower, upper);
    }

    private static void Fill(Span<double> bounds, ScalarColumn? column, double none)
    {
        if (column is null)
        {
            bounds.Fill(none);
        }
        else
        {
            column.Numbers.CopyTo(bounds);
        }
    }

    /// <summary>The smaller one; NaN if one of them is, except beside negative infinity.</summary>
    private static double Smaller(double left, double right)
    {
        if (double.IsNegativeInfinity(left) || double.IsNegativeInfinity(right))
        {
            return double.NegativeInfinity;
        }

        return double.IsNaN(left) || double.IsNaN(right) ? SpecialValues.NormalNaN : Math.Min(left, right);
    }

    /// <summary>The larger one; NaN if one of them is, except beside positive infinity.</summary>
    private static double Larger(double left, double right)
    {
        if (double.IsPositiveInfinity(left) || double.IsPositiveInfinity(right))
        {
            return double.PositiveInfinity;
        }

        return double.IsNaN(left) || double.IsNaN(right) ? SpecialValues.NormalNaN : Math.Max(left, right);
    }
}
