namespace Pharos.Model.Histograms;

/// <summary>What the user should know about an estimate from a native histogram. PromQL makes annotations of it.</summary>
[Flags]
public enum HistogramNotes : byte
{
    None = 0,

    /// <summary>The quantile lies among observations of NaN, and so is NaN.</summary>
    QuantileIsNaN = 1,

    /// <summary>Observations of NaN count as the highest ones and move the quantile up.</summary>
    QuantileSkewedByNaN = 2,

    /// <summary>Observations of NaN are in no fraction, so all fractions together are less than one.</summary>
    FractionWithoutNaN = 4,
}
