namespace Pharos.Tsdb.Head.Replay;

/// <summary>Samples, and perhaps something to do after them, on the way to a <see cref="ReplayWorker"/>.</summary>
internal sealed class ReplayBatch
{
    private const int Capacity = 4096;

    public uint[] Slots { get; } = new uint[Capacity];

    public long[] TimesMs { get; } = new long[Capacity];

    public double[] Values { get; } = new double[Capacity];

    public int Count { get; private set; }

    public Action? Action { get; set; }

    public bool IsFull => Count == Capacity;

    public bool IsEmpty => Count == 0 && Action is null;

    public void Add(uint slot, long timestampMs, double value)
    {
        Slots[Count] = slot;
        TimesMs[Count] = timestampMs;
        Values[Count++] = value;
    }

    public void Clear()
    {
        Count = 0;
        Action = null;
    }
}
