using System.Buffers.Binary;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Blocks.Segments;

/// <summary>How many samples a chunk has, from the start of its bytes.</summary>
internal static class ChunkSampleCount
{
    /// <summary>The two bits before it say whether a counter was reset.</summary>
    private const int CountWithResetMask = 0x3FFF;

    public static int Of(ChunkView chunk)
    {
        if (chunk.Data.Length < sizeof(ushort))
        {
            return 0;
        }

        int count = BinaryPrimitives.ReadUInt16BigEndian(chunk.Data);
        return chunk.Encoding is ChunkEncoding.HistogramSt or ChunkEncoding.FloatHistogramSt ? count & CountWithResetMask : count;
    }

    public static bool IsFloat(ChunkEncoding encoding) => encoding is ChunkEncoding.Xor or ChunkEncoding.Xor2;
}
