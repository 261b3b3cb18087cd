namespace Pharos.Tsdb.Head.Exemplars;

/// <summary>One place of the ring: an exemplar, and its neighbours among those of its series.</summary>
internal unsafe struct ExemplarEntry
{
    public const int None = -1;

    public long TimestampMs;
    public double Value;

    /// <summary>A piece of slab memory in the encoding of <see cref="Model.LabelsView"/>; null if there are no labels.</summary>
    public byte* Labels;
    public int LabelBytes;

    /// <summary>The number of its series, see <see cref="ExemplarOwners"/>; 0 while the place is free.</summary>
    public uint Owner;

    /// <summary>The place of the one before in time, <see cref="None"/> for the oldest.</summary>
    public int Older;

    /// <summary>The place of the next in time, <see cref="None"/> for the newest.</summary>
    public int Newer;

    public bool HasOwnTime;

    public readonly ReadOnlySpan<byte> LabelSpan => new(Labels, LabelBytes);
}
