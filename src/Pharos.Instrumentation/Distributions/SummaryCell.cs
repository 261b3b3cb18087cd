namespace Pharos.Instrumentation.Distributions;

/// <summary>The observations of a summary, or a part of them. All members are for whoever has entered the cell.</summary>
internal sealed class SummaryCell : ObservationCell
{
    public SummaryCell(SlidingSketch? recent)
    {
        Recent = recent;
    }

    public ulong Count { get; private set; }

    public double Sum { get; private set; }

    /// <summary>Null for a summary without quantiles.</summary>
    public SlidingSketch? Recent { get; }

    public void Observe(double value)
    {
        Count++;
        Sum += value;
    }
}
