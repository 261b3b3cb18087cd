using Pharos.Tsdb.Head.Appending;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>Samples, and perhaps something to do after them, on the way to a <see cref="ReplayWorker"/>.</summary>
internal sealed class ReplayBatch
{
    private const int Capacity = 4096;

    public StagedSamples Samples { get; } = new();

    public Action? Action { get; set; }

    /// <summary>Is set when all is done, or has failed.</summary>
    public ManualResetEventSlim? Done { get; set; }

    public bool IsFull => Samples.Floats.Count + Samples.Histograms.Count + Samples.FloatHistograms.Count >= Capacity;

    public bool IsEmpty => Samples.Runs.Count == 0 && Action is null && Done is null;

    public void Clear()
    {
        Samples.Clear();
        Action = null;
        Done = null;
    }
}
