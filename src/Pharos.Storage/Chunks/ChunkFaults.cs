using System.Diagnostics.CodeAnalysis;

namespace Pharos.Storage.Chunks;

/// <summary>What can be wrong with the bytes of a chunk.</summary>
internal static class ChunkFaults
{
    [DoesNotReturn]
    public static void ThrowTruncated(int read, int count, int length) =>
        throw new CorruptionException($"the chunk ends within sample {read} of {count}", length);

    [DoesNotReturn]
    public static void ThrowNoHeader(int length) =>
        throw new CorruptionException("the chunk is shorter than its header", length);

    [DoesNotReturn]
    public static void ThrowTooFewBytes(int count, int length) =>
        throw new CorruptionException($"{length} bytes cannot hold the {count} samples that the chunk counts", 0);

    [DoesNotReturn]
    public static void ThrowVarInt(long offset) =>
        throw new CorruptionException("a number is cut off or longer than 64 bits", offset);

    [DoesNotReturn]
    public static void ThrowWindow(long offset) =>
        throw new CorruptionException("leading zeros and significant bits of a value are more than 64", offset);
}
