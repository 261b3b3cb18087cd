using System.Diagnostics;
using System.Globalization;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Bench.RangeFunctions;

/// <summary>
/// Every function without BenchmarkDotNet: nanoseconds per sample of the series and per step of the query. The best of many rounds is what
/// the code can do when nothing else runs, and holds still on busy machines.
/// </summary>
internal static class QuickRun
{
    private static readonly TimeSpan Warmup = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan Measured = TimeSpan.FromMilliseconds(200);

    private static readonly (int RangeSeconds, int StepSeconds)[] Windows = [(60, 60), (300, 60), (300, 15), (3600, 60), (3600, 15)];

    private static readonly FunctionId?[] Functions =
    [
        null,
        FunctionId.CountOverTime, FunctionId.LastOverTime,
        FunctionId.Rate, FunctionId.Delta, FunctionId.Irate, FunctionId.Changes, FunctionId.Resets,
        FunctionId.SumOverTime, FunctionId.AvgOverTime, FunctionId.StddevOverTime, FunctionId.MinOverTime, FunctionId.MaxOverTime,
        FunctionId.TsOfMaxOverTime, FunctionId.QuantileOverTime, FunctionId.MadOverTime, FunctionId.Deriv, FunctionId.PredictLinear,
        FunctionId.DoubleExponentialSmoothing,
    ];

    /// <param name="arguments">A part of the names of the functions to run, or nothing for all.</param>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        var filter = arguments.IsEmpty ? "" : arguments[0];
        Console.WriteLine($"{"function",-28} {"range",6} {"step",5} {"ns/sample",10} {"ns/step",10} {"bytes",6}");
        foreach (var function in Functions)
        {
            var name = function?.ToString() ?? "(windows only)";
            if (!name.Contains(filter, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (var (range, step) in Windows)
            {
                Console.WriteLine(Measure(name, function, range, step));
            }
        }

        return 0;
    }

    private static string Measure(string name, FunctionId? function, int range, int step)
    {
        var isCounter = function is FunctionId.Rate or FunctionId.Irate or FunctionId.Resets;
        using var evaluation = new RangeEvaluation(function, TimeSpan.FromSeconds(range), TimeSpan.FromSeconds(step), isCounter);
        var best = TimeSpan.MaxValue;
        var allocated = 0L;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Warmup;)
        {
            evaluation.Evaluate();
        }

        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Measured;)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            evaluation.Evaluate();
            var elapsed = Stopwatch.GetElapsedTime(start);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            best = elapsed < best ? elapsed : best;
        }

        var perSample = best.TotalNanoseconds / RangeEvaluation.Samples;
        var perStep = best.TotalNanoseconds / evaluation.Steps;
        return string.Create(
            CultureInfo.InvariantCulture, $"{name,-28} {range,6} {step,5} {perSample,10:F2} {perStep,10:F1} {allocated,6}");
    }
}
