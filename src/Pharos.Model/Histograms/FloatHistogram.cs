namespace Pharos.Model.Histograms;

public sealed class FloatHistogram;
