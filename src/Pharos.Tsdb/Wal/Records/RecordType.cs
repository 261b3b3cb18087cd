namespace Pharos.Tsdb.Wal.Records;

/// <summary>What a record holds: its first byte. Readers pass over types they do not know.</summary>
public enum RecordType : byte
{
    /// <summary>Not a type on disk: the record is empty.</summary>
    None = 0,
    Series = 1,
    Samples = 2,
    Tombstones = 3,
    Exemplars = 4,

    /// <summary>Only in the log of samples out of order.</summary>
    MmapMarkers = 5,
    Metadata = 6,

    /// <summary>Integer histograms with exponential buckets.</summary>
    Histograms = 7,

    /// <summary>Float histograms with exponential buckets.</summary>
    FloatHistograms = 8,

    /// <summary>Integer histograms with custom buckets.</summary>
    CustomHistograms = 9,

    /// <summary>Float histograms with custom buckets.</summary>
    CustomFloatHistograms = 10,

    /// <summary>Samples with start timestamps.</summary>
    SamplesV2 = 11,

    /// <summary>Integer histograms of both kinds with start timestamps.</summary>
    HistogramsV2 = 12,

    /// <summary>Float histograms of both kinds with start timestamps.</summary>
    FloatHistogramsV2 = 13,
}

public static class RecordTypes
{
    public static RecordType Of(ReadOnlySpan<byte> record) => record.IsEmpty ? RecordType.None : (RecordType)record[0];
}
