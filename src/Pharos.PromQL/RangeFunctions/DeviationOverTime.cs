using Pharos.PromQL.Columns;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary><c>stddev_over_time</c> and <c>stdvar_over_time</c>, of each window as a whole population.</summary>
internal sealed class DeviationOverTime : FloatRangeFunction
{
    private readonly bool _isRoot;
    private readonly WindowVariances _variances;

    public DeviationOverTime(RangeCall call, bool isRoot)
        : base(call)
    {
        _variances = new(call.Run);
        _isRoot = isRoot;
    }

    protected override void EvaluateFloats(SeriesWindows windows, Span<double> results)
    {
        _variances.Evaluate(windows, results);
        if (!_isRoot)
        {
            return;
        }

        foreach (ref var result in results)
        {
            // A root of the marker would be an ordinary NaN.
            if (Slot.IsPresent(result))
            {
                result = Math.Sqrt(result);
            }
        }
    }
}
