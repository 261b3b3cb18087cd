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

    public static RangeFunction Create(FunctionId function, RangeCall call, SelectorModifier modifier) => function switch
    {
        FunctionId.CountOverTime => new CountOverTime(call),
        _ => throw new UnreachableException(),
    };
}
