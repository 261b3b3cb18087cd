using System.Diagnostics;
using Pharos.Model.Histograms;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.VectorFunctions.Histograms;
using Pharos.PromQL.VectorFunctions.Info;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>Which operator evaluates which function over instant vectors.</summary>
internal static class VectorFunctionTable
{
    public static VectorOperator Create(VectorCall call) => call.Expression.Function.Id switch
    {
        FunctionId.Abs => Vectorized<AbsoluteKernel>(call),
        FunctionId.Ceil => Vectorized<CeilingKernel>(call),
        FunctionId.Floor => Vectorized<FloorKernel>(call),
        FunctionId.Sgn => Vectorized<SignKernel>(call),
        FunctionId.Sqrt => Vectorized<SquareRootKernel>(call),
        FunctionId.Round =>
            call.Unique(new RoundFunction(call.Run, call.Vector(0), call.ArgumentCount > 1 ? call.Scalar(1) : null)),
        FunctionId.Clamp => call.Unique(new ClampFunction(call.Run, call.Vector(0), call.Scalar(1), call.Scalar(2))),
        FunctionId.ClampMin => call.Unique(new ClampFunction(call.Run, call.Vector(0), call.Scalar(1), null)),
        FunctionId.ClampMax => call.Unique(new ClampFunction(call.Run, call.Vector(0), null, call.Scalar(1))),

        FunctionId.Exp => OneByOne<ExpKernel>(call),
        FunctionId.Ln => OneByOne<LogKernel>(call),
        FunctionId.Log2 => OneByOne<Log2Kernel>(call),
        FunctionId.Log10 => OneByOne<Log10Kernel>(call),
        FunctionId.Sin => OneByOne<SinKernel>(call),
        FunctionId.Cos => OneByOne<CosKernel>(call),
        FunctionId.Tan => OneByOne<TanKernel>(call),
        FunctionId.Asin => OneByOne<AsinKernel>(call),
        FunctionId.Acos => OneByOne<AcosKernel>(call),
        FunctionId.Atan => OneByOne<AtanKernel>(call),
        FunctionId.Sinh => OneByOne<SinhKernel>(call),
        FunctionId.Cosh => OneByOne<CoshKernel>(call),
        FunctionId.Tanh => OneByOne<TanhKernel>(call),
        FunctionId.Asinh => OneByOne<AsinhKernel>(call),
        FunctionId.Acosh => OneByOne<AcoshKernel>(call),
        FunctionId.Atanh => OneByOne<AtanhKernel>(call),
        FunctionId.Rad => OneByOne<RadKernel>(call),
        FunctionId.Deg => OneByOne<DegKernel>(call),

        FunctionId.Minute => OfTime<MinuteKernel>(call),
        FunctionId.Hour => OfTime<HourKernel>(call),
        FunctionId.DayOfWeek => OfTime<DayOfWeekKernel>(call),
        FunctionId.DayOfMonth => OfTime<DayOfMonthKernel>(call),
        FunctionId.DayOfYear => OfTime<DayOfYearKernel>(call),
        FunctionId.DaysInMonth => OfTime<DaysInMonthKernel>(call),
        FunctionId.Month => OfTime<MonthKernel>(call),
        FunctionId.Year => OfTime<YearKernel>(call),
        FunctionId.Timestamp => call.Unique(new StepTimestamp(call.Run, call.Vector(0))),
        FunctionId.StartTimestamp => new WithoutResult(call.Run, call.Vector(0)),

        FunctionId.Absent => new AbsentOperator(call.Run, call.Vector(0), call.Argument(0)),
        FunctionId.Sort => Sort(call, dropsHistograms: true, SortOrders.ByValue(isDescending: false)),
        FunctionId.SortDesc => Sort(call, dropsHistograms: true, SortOrders.ByValue(isDescending: true)),
        FunctionId.SortByLabel => Sort(call, dropsHistograms: false, SortOrders.ByLabels(call.TextsFrom(1), isDescending: false)),
        FunctionId.SortByLabelDesc => Sort(call, dropsHistograms: false, SortOrders.ByLabels(call.TextsFrom(1), isDescending: true)),
        FunctionId.LabelReplace => Merged(call, LabelReplace.Create(call)),
        FunctionId.LabelJoin => Merged(call, LabelJoin.Create(call)),
        FunctionId.Info => Merged(call, Info(call)),

        FunctionId.HistogramAvg => OfHistogram(call, HistogramMoments.Average),
        FunctionId.HistogramCount => OfHistogram(call, static histogram => histogram.Count),
        FunctionId.HistogramSum => OfHistogram(call, static histogram => histogram.Sum),
        FunctionId.HistogramStddev => OfHistogram(call, HistogramMoments.StandardDeviation),
        FunctionId.HistogramStdvar => OfHistogram(call, HistogramMoments.Variance),
        FunctionId.HistogramQuantile => call.Unique(Estimate(
            call, 1, new QuantileEstimate(call.Run, [(call.Scalar(0), call.PositionOf(0))]))),
        FunctionId.HistogramFraction => call.Unique(Estimate(call, 2, new FractionEstimate(call.Scalar(0), call.Scalar(1)))),
        FunctionId.HistogramQuantiles => Merged(call, Quantiles(call)),
        _ => throw new UnreachableException(),
    };

    private static VectorOperator Vectorized<TKernel>(VectorCall call)
        where TKernel : IVectorKernel => call.Unique(new VectorKernelFunction<TKernel>(call.Run, call.Vector(0)));

    private static VectorOperator OneByOne<TKernel>(VectorCall call)
        where TKernel : IFloatKernel => call.Unique(new KernelFunction<TKernel>(call.Run, call.Vector(0)));

    /// <summary>A function of a time: of that of each step if there is no argument.</summary>
    private static VectorOperator OfTime<TKernel>(VectorCall call)
        where TKernel : IFloatKernel =>
        call.ArgumentCount > 0 ? OneByOne<TKernel>(call) : new StepTimeVector<TKernel>(call.Run, call.Grid);

    private static VectorOperator OfHistogram(VectorCall call, Func<FloatHistogram, double> function) =>
        call.Unique(new HistogramFunction(call.Run, call.Vector(0), function));

    private static VectorOperator Sort(VectorCall call, bool dropsHistograms, Comparison<Columns.Row> order) => call.IsOverRange
        ? new SortInRange(call.Run, call.Vector(0), dropsHistograms, call.Expression.Position)
        : new SortOperator(call.Run, call.Vector(0), dropsHistograms, order);

    private static HistogramOperator Estimate(VectorCall call, int input, HistogramEstimate estimate) =>
        new(call.Run, call.Vector(input), estimate, default, static () => [HistogramVariant.Only], call.PositionOf(input));

    private static HistogramOperator Quantiles(VectorCall call)
    {
        var quantiles = new List<(ScalarColumn Column, TextSpan Position)>();
        for (var i = 2; i < call.ArgumentCount; i++)
        {
            quantiles.Add((call.Scalar(i), call.PositionOf(i)));
        }

        return new HistogramOperator(
            call.Run,
            call.Vector(0),
            new QuantileEstimate(call.Run, quantiles),
            call.Text(1),
            () => HistogramVariant.OfQuantiles(quantiles.ConvertAll(static quantile => quantile.Column)),
            call.PositionOf(0));
    }

    private static InfoOperator Info(VectorCall call)
    {
        var matchers = call.ArgumentCount > 1 ? ((VectorSelector)call.Argument(1)).Matchers : [];
        return new InfoOperator(call.Run, call.Vector(0), new InfoMatchers(matchers), call.SelectorTimes(0));
    }

    /// <summary>Guards a result in which labels were changed: series may have become one if they share no step.</summary>
    private static UniqueGuard Merged(VectorCall call, VectorOperator result) => new(call.Run, result, allowsParts: true);
}
