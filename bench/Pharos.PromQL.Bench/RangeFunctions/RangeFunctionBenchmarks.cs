using BenchmarkDotNet.Attributes;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Bench.RangeFunctions;

/// <summary>
/// Functions over narrow and wide windows. The numbers are for a day of one series; the quick mode has them per sample and step.
/// </summary>
[MemoryDiagnoser]
public class RangeFunctionBenchmarks : IDisposable
{
    private RangeEvaluation _evaluation = null!;

    [Params(
        FunctionId.Rate, FunctionId.SumOverTime, FunctionId.StddevOverTime, FunctionId.MaxOverTime, FunctionId.QuantileOverTime,
        FunctionId.Changes, FunctionId.Deriv)]
    public FunctionId Function { get; set; }

    [Params(1, 5, 60)]
    public int RangeMinutes { get; set; }

    [GlobalSetup]
    public void Setup() => _evaluation = new RangeEvaluation(
        Function, TimeSpan.FromMinutes(RangeMinutes), TimeSpan.FromMinutes(1), Function is FunctionId.Rate);

    [GlobalCleanup]
    public void Dispose()
    {
        _evaluation.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public double Evaluate() => _evaluation.Evaluate();
}
