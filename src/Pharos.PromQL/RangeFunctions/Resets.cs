using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>How often a counter began anew. A change between floats and histograms is a new beginning.</summary>
internal sealed class Resets : PairFunction
{
    private readonly FloatResets _resets = new();

    public Resets(RangeCall call, bool isAnchored)
        : base(call, isAnchored)
    {
    }

    protected override void CountFloats(SampleColumns samples, Span<int> counts)
    {
        _resets.Find(samples);
        var filled = 0;
        var count = 0;
        foreach (var place in _resets.Places)
        {
            counts[filled..place].Fill(count);
            filled = place;
            count++;
        }

        counts[filled..samples.FloatCount].Fill(count);
    }

    protected override bool CountsFloats(SampleColumns samples, int index) =>
        samples.Floats[index] < samples.Floats[index - 1] || IsStart(samples.FloatStarts, samples.FloatTimes, index);

    protected override bool CountsHistograms(SampleColumns samples, int index) =>
        IsStart(samples.HistogramStarts, samples.HistogramTimes, index) ||
        samples.Histograms[index].DetectReset(samples.Histograms[index - 1]);

    private static bool IsStart(ReadOnlySpan<long> starts, ReadOnlySpan<long> times, int index) =>
        !starts.IsEmpty && StartTimes.IsReset(starts[index - 1], times[index - 1], starts[index], times[index]);
}
