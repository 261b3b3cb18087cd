namespace Pharos.Storage.Chunks;

/// <summary>The byte in which chunks with start times tell where these are.</summary>
internal static class StartTimeHeader
{
    /// <summary>Set if the first sample has one; the other bits are the index from which on each sample has one, 0 if none has.</summary>
    public const byte FirstKnown = 0x80;

    /// <summary>The largest index that fits. Samples from there on always have one, so that later changes need no larger index.</summary>
    public const int LastIndex = 0x7F;
}
