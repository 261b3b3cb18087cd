using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Head.Chunks;

/// <summary>A finished chunk of the head: where it is in the chunk files, and what can be told without reading it.</summary>
/// <param name="Location">File number in the high half, offset in the file in the low half.</param>
/// <param name="MaxTimeMs">The time of the last sample.</param>
internal readonly record struct HeadChunkMeta(ulong Location, long MinTimeMs, long MaxTimeMs, ChunkEncoding Encoding, int Samples);
