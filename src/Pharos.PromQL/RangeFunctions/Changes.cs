using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>How often the value changed. NaN is equal to NaN, and a histogram differs from any float.</summary>
internal sealed class Changes : PairFunction
{
    public Changes(RangeCall call, bool isAnchored)
        : base(call, isAnchored)
    {
    }

    protected override void CountFloats(SampleColumns samples, Span<int> counts)
    {
        var values = samples.Floats;
        var count = 0;
        counts[0] = 0;
        for (var i = 1; i < values.Length; i++)
        {
            count += IsChange(values[i - 1], values[i]) ? 1 : 0;
            counts[i] = count;
        }
    }

    protected override bool CountsFloats(SampleColumns samples, int index) => IsChange(samples.Floats[index - 1], samples.Floats[index]);

    protected override bool CountsHistograms(SampleColumns samples, int index) =>
        !samples.Histograms[index].ContentEquals(samples.Histograms[index - 1]);

    private static bool IsChange(double before, double after) => after != before && !(double.IsNaN(after) && double.IsNaN(before));
}
