using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Tests.RangeFunctions;

public class AllocationTests
{
    public static TheoryData<FunctionId> Functions() =>
    [
        FunctionId.AvgOverTime, FunctionId.Changes, FunctionId.CountOverTime, FunctionId.Delta, FunctionId.Deriv,
        FunctionId.DoubleExponentialSmoothing, FunctionId.FirstOverTime, FunctionId.Idelta, FunctionId.Increase, FunctionId.Irate,
        FunctionId.LastOverTime, FunctionId.MadOverTime, FunctionId.MaxOverTime, FunctionId.MinOverTime, FunctionId.PredictLinear,
        FunctionId.PresentOverTime, FunctionId.QuantileOverTime, FunctionId.Rate, FunctionId.Resets, FunctionId.StddevOverTime,
        FunctionId.StdvarOverTime, FunctionId.SumOverTime, FunctionId.TsOfFirstOverTime, FunctionId.TsOfLastOverTime,
        FunctionId.TsOfMaxOverTime, FunctionId.TsOfMinOverTime,
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Evaluate_SecondSeries_AllocatesNothing(FunctionId function)
    {
        long[] ranges = [60_000, 3_600_000];
        foreach (var range in ranges)
        {
            var times = Enumerable.Range(0, 2000).Select(static i => i * 15_000L).ToArray();
            var values = Enumerable.Range(0, 2000).Select(static i => (i * 37 % 1000) + 0.5).ToArray();
            var cursor = new FloatCursor(times, values);
            using var evaluation = new RangeEvaluation(function, TimeGrid.Range(0, times[^1], 30_000), range, 0.5, 0.5);
            evaluation.Evaluate(cursor);
            evaluation.Evaluate(cursor);

            var before = GC.GetAllocatedBytesForCurrentThread();
            evaluation.Evaluate(cursor);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.Equal(0, allocated);
        }
    }
}
