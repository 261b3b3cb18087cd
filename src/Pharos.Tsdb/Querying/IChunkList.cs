using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Querying;

/// <summary>The chunks of one series, in the order of time and not overlapping, for <see cref="ChunkListCursor"/>.</summary>
internal interface IChunkList
{
    int Count { get; }

    /// <summary>The times of a chunk's first and last sample; a sample that must not be seen may make the last one later than it is.</summary>
    (long MinTimeMs, long MaxTimeMs) Times(int index);

    /// <summary>Loads a chunk, and returns how many of its samples are to be seen.</summary>
    int Load(int index, ChunkReader reader);
}
