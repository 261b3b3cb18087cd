namespace Pharos.Model.Histograms;

public sealed class Histogram;
