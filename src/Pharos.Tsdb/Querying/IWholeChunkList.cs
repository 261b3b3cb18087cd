using Pharos.Foundation.Bytes;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Querying;

/// <summary>Chunks of one series that can also be had as bytes, for <see cref="CleanChunks"/>.</summary>
internal interface IWholeChunkList : IChunkList
{
    /// <summary>Whether all samples of a chunk are to be seen, so that it can be passed on as it is.</summary>
    bool IsWhole(int index);

    /// <summary>Appends the bytes of a chunk.</summary>
    ChunkEncoding CopyTo(int index, ByteBuffer destination);
}
