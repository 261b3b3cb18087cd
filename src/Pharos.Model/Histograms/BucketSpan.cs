namespace Pharos.Model.Histograms;

/// <summary>
/// A run of adjacent buckets. <paramref name="Offset"/> is the gap to the span before, or for the first span the index of its first
/// bucket.
/// </summary>
public readonly record struct BucketSpan(int Offset, uint Length);
