using System.Diagnostics;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>Which class evaluates which function over ranges.</summary>
internal static class RangeFunctionTable
{
    /// <summary>Whether a function looks at when counters began.</summary>
    public static bool UsesStarts(FunctionId function, PromQLFeatures features) =>
        features.HasFlag(PromQLFeatures.UseStartTimestamps) &&
        function is FunctionId.Rate or FunctionId.Irate or FunctionId.Increase or FunctionId.Resets;

    /// <exception cref="QueryException">The function has no use for the samples around a window, as the modifier gives them.</exception>
    public static RangeFunction Create(FunctionId function, RangeCall call, SelectorModifier modifier)
    {
        switch (modifier)
        {
            case SelectorModifier.Anchored when !IsChange(function) && function is not (FunctionId.Changes or FunctionId.Resets):
                throw Misused("anchored modifier can only be used with: changes, delta, increase, rate, resets", function);
            case SelectorModifier.Smoothed when !IsChange(function):
                throw Misused("smoothed modifier can only be used with: delta, increase, rate", function);
            default:
                return CreateChecked(function, call, modifier);
        }
    }

    private static bool IsChange(FunctionId function) => function is FunctionId.Rate or FunctionId.Increase or FunctionId.Delta;

    private static QueryException Misused(string message, FunctionId function) =>
        new($"{message} - not with {Functions.Get(function).Name}");

    private static RangeFunction CreateChecked(FunctionId function, RangeCall call, SelectorModifier modifier) => function switch
    {
        FunctionId.AbsentOverTime or FunctionId.PresentOverTime => new PresentOverTime(call),
        FunctionId.AvgOverTime => new AvgOverTime(call),
        FunctionId.Changes => new Changes(call, modifier == SelectorModifier.Anchored),
        FunctionId.CountOverTime => new CountOverTime(call),
        FunctionId.Delta => Change(call, ChangeKind.Delta, modifier),
        FunctionId.Deriv => new Deriv(call),
        FunctionId.DoubleExponentialSmoothing => new DoubleExponentialSmoothing(call),
        FunctionId.FirstOverTime => new EdgeSample(call, isLast: false),
        FunctionId.Idelta => new InstantChange(call, isRate: false),
        FunctionId.Increase => Change(call, ChangeKind.Increase, modifier),
        FunctionId.Irate => new InstantChange(call, isRate: true),
        FunctionId.LastOverTime => new EdgeSample(call, isLast: true),
        FunctionId.MadOverTime => new MadOverTime(call),
        FunctionId.MaxOverTime => new ExtremeOverTime<FirstGreatest>(call, isTime: false),
        FunctionId.MinOverTime => new ExtremeOverTime<FirstLeast>(call, isTime: false),
        FunctionId.PredictLinear => new PredictLinear(call),
        FunctionId.QuantileOverTime => new QuantileOverTime(call),
        FunctionId.Rate => Change(call, ChangeKind.Rate, modifier),
        FunctionId.Resets => new Resets(call, modifier == SelectorModifier.Anchored),
        FunctionId.StddevOverTime => new DeviationOverTime(call, isRoot: true),
        FunctionId.StdvarOverTime => new DeviationOverTime(call, isRoot: false),
        FunctionId.SumOverTime => new SumOverTime(call),
        FunctionId.TsOfFirstOverTime => new EdgeTime(call, isLast: false),
        FunctionId.TsOfLastOverTime => new EdgeTime(call, isLast: true),
        FunctionId.TsOfMaxOverTime => new ExtremeOverTime<LastGreatest>(call, isTime: true),
        FunctionId.TsOfMinOverTime => new ExtremeOverTime<LastLeast>(call, isTime: true),
        _ => throw new UnreachableException(),
    };

    private static ChangeFunction Change(RangeCall call, ChangeKind kind, SelectorModifier modifier) =>
        modifier == SelectorModifier.None
            ? new ExtrapolatedChange(call, kind)
            : new EdgedChange(call, kind, modifier == SelectorModifier.Smoothed);
}
