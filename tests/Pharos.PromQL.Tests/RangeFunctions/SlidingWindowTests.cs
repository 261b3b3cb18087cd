using FsCheck.Fluent;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Syntax;
using Pharos.Testing;

namespace Pharos.PromQL.Tests.RangeFunctions;

public class SlidingWindowTests
{
    private static readonly FsCheck.Gen<int> Seeds = Gen.Choose(0, int.MaxValue);

    [Theory]
    [InlineData(FunctionId.CountOverTime)]
    [InlineData(FunctionId.PresentOverTime)]
    [InlineData(FunctionId.FirstOverTime)]
    [InlineData(FunctionId.LastOverTime)]
    [InlineData(FunctionId.TsOfFirstOverTime)]
    [InlineData(FunctionId.TsOfLastOverTime)]
    [InlineData(FunctionId.MinOverTime)]
    [InlineData(FunctionId.MaxOverTime)]
    [InlineData(FunctionId.TsOfMinOverTime)]
    [InlineData(FunctionId.TsOfMaxOverTime)]
    [InlineData(FunctionId.Changes)]
    [InlineData(FunctionId.Resets)]
    [InlineData(FunctionId.QuantileOverTime, 0.9)]
    [InlineData(FunctionId.QuantileOverTime, 0.0)]
    [InlineData(FunctionId.QuantileOverTime, 1.0)]
    [InlineData(FunctionId.QuantileOverTime, 1.5)]
    [InlineData(FunctionId.MadOverTime)]
    [InlineData(FunctionId.Deriv)]
    [InlineData(FunctionId.PredictLinear, 600.0)]
    [InlineData(FunctionId.DoubleExponentialSmoothing, 0.3, 0.3)]
    [InlineData(FunctionId.Irate)]
    [InlineData(FunctionId.Idelta)]
    [InlineData(FunctionId.Delta)]
    [InlineData(FunctionId.Increase)]
    public void Evaluate_AnySeries_IsThatOfEachWindowAlone(FunctionId function, params double[] scalars) =>
        Property.Holds(Seeds, seed => Check(function, seed, scalars, static (expected, actual, _) => IsSame(expected, actual)), cases: 300);

    [Theory]
    [InlineData(FunctionId.SumOverTime)]
    [InlineData(FunctionId.AvgOverTime)]
    public void Evaluate_Sums_DifferByLastBitsOfWhatWasAdded(FunctionId function) =>
        Property.Holds(
            Seeds,
            seed => Check(function, seed, [], static (expected, actual, window) =>
                IsSame(expected, actual) || Math.Abs(expected - actual) <= 1e-15 * Math.Max(Math.Abs(expected), window.Sum(Math.Abs) * 1e-3)),
            cases: 1000);

    [Theory]
    [InlineData(FunctionId.StddevOverTime)]
    [InlineData(FunctionId.StdvarOverTime)]
    public void Evaluate_Deviations_DifferByLastBits(FunctionId function) =>
        Property.Holds(
            Seeds,
            seed => Check(function, seed, [], static (expected, actual, _) =>
                IsSame(expected, actual) || Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected)),
            cases: 1000);

    private static bool Check(FunctionId function, int seed, double[] scalars, Func<double, double, double[], bool> isEqual)
    {
        var samples = FloatSamples.Random(seed);
        using var evaluation = new RangeEvaluation(function, samples.Grid, samples.RangeMs, scalars);
        var cursor = new FloatCursor(samples.Times, samples.Values);

        // What the last series left behind must not matter.
        evaluation.Evaluate(cursor);
        var results = evaluation.Evaluate(cursor);
        for (var step = 0; step < samples.Grid.Count; step++)
        {
            var expected = ObviousFunctions.Of(function, samples, step, scalars.FirstOrDefault());
            var window = Array.ConvertAll(samples.Window(step), i => samples.Values[i]);
            if (expected is null != Slot.IsAbsent(results[step]) ||
                (expected is { } number && !isEqual(number, results[step], window)))
            {
                Assert.Fail($"{function}: expected {expected:R} but found {results[step]:R} at step {step} of {samples}");
            }
        }

        return true;
    }

    /// <summary>Which zero and which NaN it is may depend on the order of a sort that leaves equal values in any order.</summary>
    private static bool IsSame(double expected, double actual) => expected.Equals(actual);
}
