using System.Runtime.Intrinsics;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>The straight line with the least squares of distances from samples: its value at a time, and its slope per second.</summary>
internal readonly record struct LinearRegression(double Slope, double Intercept)
{
    /// <param name="values">At least one.</param>
    /// <param name="interceptMs">The time at which the line has <see cref="Intercept"/>.</param>
    public static LinearRegression Of(ReadOnlySpan<double> values, ReadOnlySpan<long> times, long interceptMs)
    {
        if (!values.ContainsAnyExcept(values[0]) && !double.IsNaN(values[0]))
        {
            return double.IsInfinity(values[0]) ? new(double.NaN, double.NaN) : new(0, values[0]);
        }

        // Four sums at once, each with the rounding errors of its steps beside it.
        var sums = Vector256<double>.Zero;
        var rests = Vector256<double>.Zero;
        for (var i = 0; i < values.Length; i++)
        {
            var x = (times[i] - interceptMs) / 1000.0;
            var y = values[i];
            KahanVectors.Add(Vector256.Create(x, y, x * y, x * x), ref sums, ref rests);
        }

        sums += rests;
        double n = values.Length;
        var sumX = sums[0];
        var sumY = sums[1];
        var covariance = sums[2] - (sumX * sumY / n);
        var variance = sums[3] - (sumX * sumX / n);
        var slope = covariance / variance;
        return new(slope, (sumY / n) - (slope * sumX / n));
    }
}
