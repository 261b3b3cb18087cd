namespace Pharos.Model.Histograms;

/// <summary>What is known about a counter reset between the histogram before and this one. The values are stored in chunks.</summary>
public enum CounterResetHint : byte
{
    Unknown,
    CounterReset,
    NotCounterReset,
    Gauge,
}
