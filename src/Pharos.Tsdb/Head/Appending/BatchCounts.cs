namespace Pharos.Tsdb.Head.Appending;

/// <summary>What became of the samples of a batch, until the batch is done and the metrics are told.</summary>
internal sealed class BatchCounts
{
    /// <summary>Counted in place.</summary>
    public SampleCounts Floats;

    /// <inheritdoc cref="Floats"/>
    public SampleCounts Histograms;

    /// <summary>Tells the metrics, if there are any, and begins anew.</summary>
    public void Publish(HeadMetrics? metrics)
    {
        metrics?.Floats.Add(Floats);
        metrics?.Histograms.Add(Histograms);
        Floats = default;
        Histograms = default;
    }
}
