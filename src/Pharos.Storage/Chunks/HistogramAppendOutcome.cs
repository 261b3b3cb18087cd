namespace Pharos.Storage.Chunks;

/// <summary>What became of a histogram that was to be added to a chunk.</summary>
public enum HistogramAppendOutcome : byte
{
    /// <summary>It is the last sample of the chunk.</summary>
    Appended = 0,

    /// <summary>It is the last sample, and as it brought buckets that the chunk had not, all bytes of the chunk are new.</summary>
    Recoded,

    /// <summary>It cannot be in one chunk with the samples before. Nothing has changed.</summary>
    NewChunk,
}
