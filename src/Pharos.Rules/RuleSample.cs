using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Rules;

/// <summary>What a rule gives to be stored.</summary>
/// <param name="Histogram">Null if it is a number.</param>
public readonly record struct RuleSample(Labels Labels, double Value, FloatHistogram? Histogram);
