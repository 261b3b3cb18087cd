namespace Pharos.Remote.Sending;

/// <summary>How many samples of each kind.</summary>
internal record struct SampleCounts(int Samples, int Histograms, int Exemplars)
{
    public readonly int Total => Samples + Histograms + Exemplars;

    public static SampleCounts operator +(SampleCounts left, SampleCounts right) =>
        new(left.Samples + right.Samples, left.Histograms + right.Histograms, left.Exemplars + right.Exemplars);

    public static SampleCounts operator -(SampleCounts left, SampleCounts right) =>
        new(left.Samples - right.Samples, left.Histograms - right.Histograms, left.Exemplars - right.Exemplars);
}

/// <summary>What a request that was made of a batch has in it.</summary>
/// <param name="Consumed">How many entries of the batch it stands for, those that were left out among them.</param>
/// <param name="Counts">What is in it.</param>
/// <param name="TooOld">What was left out.</param>
/// <param name="Metadata">How many series have metadata with them.</param>
/// <param name="OldestMs">Of what is in it; the greatest number if nothing is.</param>
/// <param name="NewestMs">Of what is in it; 0 if nothing is.</param>
internal readonly record struct RequestContents(int Consumed, SampleCounts Counts, SampleCounts TooOld, int Metadata, long OldestMs, long NewestMs);
