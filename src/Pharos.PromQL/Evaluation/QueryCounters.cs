namespace Pharos.PromQL.Evaluation;

/// <summary>What a query read. Safe for concurrent use.</summary>
internal sealed class QueryCounters
{
    private long _samples;
    private long _samplesRead;

    /// <summary>Samples that the steps looked at, each as often as a step looked at it.</summary>
    public long Samples => Interlocked.Read(ref _samples);

    /// <summary>Samples that were read from the store, each once.</summary>
    public long SamplesRead => Interlocked.Read(ref _samplesRead);

    public void Add(long samples, long samplesRead)
    {
        Interlocked.Add(ref _samples, samples);
        Interlocked.Add(ref _samplesRead, samplesRead);
    }
}
