using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.VectorFunctions;

namespace Pharos.PromQL.Tests.VectorFunctions;

/// <summary>Columns are calculated several numbers at once: they must come out as one by one, and what is absent must stay so.</summary>
public class ElementwiseFunctionTests
{
    private static readonly double[] Special =
    [
        Slot.Absent, double.NaN, SpecialValues.NormalNaN, 0.0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon,
        -double.Epsilon, double.MaxValue, double.MinValue, 0.5, -0.5, 1.5, 2.5, -1.5, 1e15 + 0.5, 4503599627370497.5,
    ];

    [Fact]
    public void Kernels_OverColumns_GiveTheBitsOfSingleNumbers()
    {
        CheckKernel<AbsoluteKernel>();
        CheckKernel<CeilingKernel>();
        CheckKernel<FloorKernel>();
        CheckKernel<SquareRootKernel>();
        CheckKernel<SignKernel>();
    }

    [Fact]
    public void Round_OverColumns_IsFloorOfHalfMore()
    {
        var random = new Random(2);
        for (var steps = 1; steps < 40; steps++)
        {
            var input = Column(random, steps);
            var nearest = Column(random, steps, mayBeAbsent: false);

            var result = Apply(input, (run, rows) => new RoundFunction(run, rows, Scalar(nearest)));

            AssertColumn(input, result, step => Math.Floor((input[step] * (1 / nearest[step])) + 0.5) / (1 / nearest[step]));
        }
    }

    [Fact]
    public void Clamp_OverColumns_IsThatOfSingleNumbers()
    {
        var random = new Random(3);
        for (var round = 0; round < 400; round++)
        {
            var steps = 1 + (round % 40);
            var hasNaN = round % 2 == 0;
            var input = Column(random, steps);
            var min = Column(random, steps, mayBeAbsent: false, hasNaN);
            var max = Column(random, steps, mayBeAbsent: false, hasNaN);

            var result = Apply(input, (run, rows) => new ClampFunction(run, rows, Scalar(min), Scalar(max)));

            AssertColumn(
                input,
                result,
                step => max[step] < min[step] ? Slot.Absent : Extreme(min[step], -Extreme(-max[step], -input[step])));
        }
    }

    /// <summary>The larger one; infinity is larger than NaN too.</summary>
    private static double Extreme(double left, double right) =>
        double.IsPositiveInfinity(left) || double.IsPositiveInfinity(right) ? double.PositiveInfinity
        : double.IsNaN(left) || double.IsNaN(right) ? double.NaN
        : Math.Max(left, right);

    private static void CheckKernel<TKernel>()
        where TKernel : IVectorKernel
    {
        var random = new Random(1);
        for (var steps = 1; steps < 40; steps++)
        {
            var input = Column(random, steps);

            var result = Apply(input, static (run, rows) => new VectorKernelFunction<TKernel>(run, rows));

            AssertColumn(input, result, step => TKernel.Of(input[step]));
        }
    }

    private static void AssertColumn(double[] input, double[] result, Func<int, double> expected)
    {
        for (var step = 0; step < input.Length; step++)
        {
            var wanted = Slot.IsAbsent(input[step]) ? Slot.Absent : expected(step);
            Assert.True(
                double.IsNaN(wanted) && !Slot.IsAbsent(wanted)
                    ? double.IsNaN(result[step]) && Slot.IsPresent(result[step])
                    : BitConverter.DoubleToInt64Bits(wanted) == BitConverter.DoubleToInt64Bits(result[step]),
                $"step {step}: {input[step]:R} became {result[step]:R} and not {wanted:R}");
        }
    }

    private static double[] Apply(double[] input, Func<QueryRun, VectorOperator, VectorOperator> function)
    {
        using var run = RowsOperator.NewRun();
        var planned = function(run, new RowsOperator(run, TimeGrid.Range(0, input.Length - 1, 1), [(Labels.Empty, input)]));
        return RowsOperator.First(planned);
    }

    private static ScalarColumn Scalar(double[] numbers) => new(new Given(numbers), TimeGrid.Range(0, numbers.Length - 1, 1));

    private static double[] Column(Random random, int steps, bool mayBeAbsent = true, bool mayBeNaN = true)
    {
        var column = new double[steps];
        foreach (ref var value in column.AsSpan())
        {
            do
            {
                value = random.Next(3) switch
                {
                    0 => Special[random.Next(Special.Length)],
                    1 => (random.NextDouble() - 0.5) * 10,
                    _ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                };
            }
            while ((!mayBeAbsent && Slot.IsAbsent(value)) || (!mayBeNaN && double.IsNaN(value)));
        }

        return column;
    }

    private sealed class Given(double[] numbers) : ScalarOperator
    {
        public override void Evaluate(Span<double> steps) => numbers.CopyTo(steps);
    }
}
