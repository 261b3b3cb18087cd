namespace Pharos.Tsdb.Head.Snapshots;

/// <summary>The types of a snapshot's records; the values are those on disk.</summary>
internal enum SnapshotRecordType : byte
{
    None = 0,

    /// <summary>One series, and the chunk that it appends to.</summary>
    Series = 1,

    /// <summary>All that was deleted. Every snapshot has one, behind its series.</summary>
    Tombstones = 2,

    Exemplars = 3,
}
