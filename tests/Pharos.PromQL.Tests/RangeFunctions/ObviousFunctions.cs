using Pharos.Foundation.Numbers;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Tests.RangeFunctions;

/// <summary>Functions over one window at a time, in the plainest way there is.</summary>
internal static class ObviousFunctions
{
    /// <summary>The result, or null where there is none.</summary>
    /// <param name="scalar">The argument beside the range, where the function has one.</param>
    public static double? Of(FunctionId function, FloatSamples samples, int step, double scalar)
    {
        var window = samples.Window(step);
        if (window.Length == 0)
        {
            return null;
        }

        var values = window.Select(i => samples.Values[i]).ToArray();
        var times = window.Select(i => samples.Times[i]).ToArray();
        return function switch
        {
            FunctionId.CountOverTime => values.Length,
            FunctionId.PresentOverTime => 1,
            FunctionId.FirstOverTime => values[0],
            FunctionId.LastOverTime => values[^1],
            FunctionId.TsOfFirstOverTime => times[0] / 1000.0,
            FunctionId.TsOfLastOverTime => times[^1] / 1000.0,
            FunctionId.MinOverTime => values[Extreme(values, isGreatest: false, isLast: false)],
            FunctionId.MaxOverTime => values[Extreme(values, isGreatest: true, isLast: false)],
            FunctionId.TsOfMinOverTime => times[Extreme(values, isGreatest: false, isLast: true)] / 1000.0,
            FunctionId.TsOfMaxOverTime => times[Extreme(values, isGreatest: true, isLast: true)] / 1000.0,
            FunctionId.Changes => Pairs(values, static (before, after) => before != after && !(double.IsNaN(before) && double.IsNaN(after))),
            FunctionId.Resets => Pairs(values, static (before, after) => after < before),
            FunctionId.SumOverTime => Sum(values),
            FunctionId.AvgOverTime => Mean(values),
            FunctionId.StdvarOverTime => Variance(values),
            FunctionId.StddevOverTime => Math.Sqrt(Variance(values)),
            FunctionId.QuantileOverTime => Quantile(values, scalar),
            FunctionId.MadOverTime => Mad(values),
            FunctionId.Deriv => values.Length < 2 ? null : Line(values, times, times[0]).Slope,
            FunctionId.PredictLinear => Predict(values, times, samples.Grid[step], scalar),
            FunctionId.DoubleExponentialSmoothing => values.Length < 2 ? null : Smooth(values, scalar),
            FunctionId.Irate => values.Length < 2 ? null : Last(values) / ((times[^1] - times[^2]) / 1000.0),
            FunctionId.Idelta => values.Length < 2 ? null : values[^1] - values[^2],
            FunctionId.Delta => Change(values, times, samples.Grid[step], samples.RangeMs, isCounter: false),
            FunctionId.Increase => Change(values, times, samples.Grid[step], samples.RangeMs, isCounter: true),
            _ => throw new ArgumentOutOfRangeException(nameof(function)),
        };
    }

    private static double Last(double[] values) => values[^1] < values[^2] ? values[^1] : values[^1] - values[^2];

    private static int Pairs(double[] values, Func<double, double, bool> counts) =>
        Enumerable.Range(1, values.Length - 1).Count(i => counts(values[i - 1], values[i]));

    private static int Extreme(double[] values, bool isGreatest, bool isLast)
    {
        if (values.All(double.IsNaN))
        {
            return values.Length - 1;
        }

        var numbers = values.Where(static value => !double.IsNaN(value));
        var extreme = isGreatest ? numbers.Max() : numbers.Min();
        return isLast ? Array.FindLastIndex(values, value => value == extreme) : Array.FindIndex(values, value => value == extreme);
    }

    private static double Sum(IEnumerable<double> values)
    {
        double sum = 0, rest = 0;
        foreach (var value in values)
        {
            KahanSum.Add(value, ref sum, ref rest);
        }

        return double.IsInfinity(sum) ? sum : sum + rest;
    }

    private static double Mean(double[] values)
    {
        double sum = 0, rest = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var (sumBefore, restBefore) = (sum, rest);
            KahanSum.Add(values[i], ref sum, ref rest);
            if (i > 0 && double.IsInfinity(sum))
            {
                return MeanBeyond(values, i, sumBefore / i, restBefore / i);
            }
        }

        return (sum / values.Length) + (rest / values.Length);
    }

    private static double MeanBeyond(double[] values, int from, double mean, double rest)
    {
        for (var i = from; i < values.Length; i++)
        {
            var kept = i / (i + 1.0);
            mean *= kept;
            rest *= kept;
            KahanSum.Add(values[i] / (i + 1), ref mean, ref rest);
        }

        return mean + rest;
    }

    private static double Variance(double[] values)
    {
        double mean = 0, meanRest = 0, squares = 0, squaresRest = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var distance = values[i] - (mean + meanRest);
            KahanSum.Add(distance / (i + 1), ref mean, ref meanRest);
            KahanSum.Add(distance * (values[i] - (mean + meanRest)), ref squares, ref squaresRest);
        }

        return (squares + squaresRest) / values.Length;
    }

    private static double Quantile(IEnumerable<double> values, double quantile)
    {
        var sorted = values.Order().ToArray();
        if (double.IsNaN(quantile) || quantile < 0 || quantile > 1)
        {
            return double.IsNaN(quantile) ? double.NaN : quantile < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        var rank = quantile * (sorted.Length - 1);
        var lower = Math.Floor(rank);
        var weight = rank - lower;
        return (sorted[(int)lower] * (1 - weight)) + (sorted[Math.Min(sorted.Length - 1, (int)lower + 1)] * weight);
    }

    private static double Mad(double[] values)
    {
        if (values.Any(double.IsNaN))
        {
            return double.NaN;
        }

        var median = Quantile(values, 0.5);
        return Quantile(values.Select(value => Math.Abs(value - median)), 0.5);
    }

    private static (double Slope, double Intercept) Line(double[] values, long[] times, long at)
    {
        if (values.All(value => value == values[0]))
        {
            return double.IsInfinity(values[0]) ? (double.NaN, double.NaN) : (0, values[0]);
        }

        var xs = times.Select(time => (time - at) / 1000.0).ToArray();
        var n = (double)values.Length;
        var x = Total(xs);
        var y = Total(values);
        var covariance = Total(xs.Zip(values, static (one, other) => one * other)) - (x * y / n);
        var slope = covariance / (Total(xs.Select(static one => one * one)) - (x * x / n));
        return (slope, (y / n) - (slope * x / n));
    }

    private static double Total(IEnumerable<double> values)
    {
        double sum = 0, rest = 0;
        foreach (var value in values)
        {
            KahanSum.Add(value, ref sum, ref rest);
        }

        return sum + rest;
    }

    /// <summary>Both weights are the same.</summary>
    private static double Smooth(double[] values, double weight)
    {
        var levels = new List<double> { values[0] };
        var trend = values[1] - values[0];
        for (var i = 1; i < values.Length; i++)
        {
            trend = i == 1 ? trend : (weight * (levels[^1] - levels[^2])) + ((1 - weight) * trend);
            levels.Add((weight * values[i]) + ((1 - weight) * (levels[^1] + trend)));
        }

        return levels[^1];
    }

    private static double? Predict(double[] values, long[] times, long at, double ahead)
    {
        if (values.Length < 2)
        {
            return null;
        }

        var (slope, intercept) = Line(values, times, at);
        return (slope * ahead) + intercept;
    }

    private static double? Change(double[] values, long[] times, long end, long range, bool isCounter)
    {
        if (values.Length < 2)
        {
            return null;
        }

        var change = values[^1] - values[0];
        for (var i = 1; isCounter && i < values.Length; i++)
        {
            change = values[i] < values[i - 1] ? change + values[i - 1] : change;
        }

        var interval = (times[^1] - times[0]) / 1000.0;
        var gap = interval / (values.Length - 1);
        var toStart = (times[0] - (end - range)) / 1000.0;
        toStart = toStart >= gap * 1.1 ? gap / 2 : toStart;
        if (isCounter && change > 0 && values[0] >= 0)
        {
            toStart = Math.Min(toStart, interval * (values[0] / change)) is var least && double.IsNaN(least) ? toStart : least;
        }

        var toEnd = (end - times[^1]) / 1000.0;
        toEnd = toEnd >= gap * 1.1 ? gap / 2 : toEnd;
        return change * ((interval + toStart + toEnd) / interval);
    }
}
