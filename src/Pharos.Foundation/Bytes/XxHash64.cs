using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pharos.Foundation.Bytes;

/// <summary>
/// The 64-bit xxHash with seed 0, over one span or fed piece by piece. Prometheus uses it wherever a hash of labels is
/// visible outside the process, so its values must never change.
/// </summary>
public struct XxHash64
{
    private const ulong Prime1 = 11400714785074694791;
    private const ulong Prime2 = 14029467366897019727;
    private const ulong Prime3 = 1609587929392839161;
    private const ulong Prime4 = 9650029242287828579;
    private const ulong Prime5 = 2870177450012600261;
    private const int BlockBytes = 32;

    private ulong _v1;
    private ulong _v2;
    private ulong _v3;
    private ulong _v4;
    private ulong _totalBytes;
    private int _pendingBytes;
    private PendingBlock _pending;

    public XxHash64()
    {
        unchecked
        {
            _v1 = Prime1 + Prime2;
            _v2 = Prime2;
            _v3 = 0;
            _v4 = 0 - Prime1;
        }
    }

    /// <summary>The hash of <paramref name="data"/> as a whole.</summary>
    public static ulong Hash(ReadOnlySpan<byte> data)
    {
        var total = (ulong)data.Length;
        ulong hash;
        if (data.Length >= BlockBytes)
        {
            var state = new XxHash64();
            data = state.Consume(data);
            hash = state.MergeAccumulators();
        }
        else
        {
            hash = Prime5;
        }

        return Finish(hash + total, data);
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        _totalBytes += (ulong)data.Length;
        Span<byte> pending = _pending;
        if (_pendingBytes + data.Length < BlockBytes)
        {
            data.CopyTo(pending[_pendingBytes..]);
            _pendingBytes += data.Length;
            return;
        }

        if (_pendingBytes > 0)
        {
            var fill = BlockBytes - _pendingBytes;
            data[..fill].CopyTo(pending[_pendingBytes..]);
            Consume(pending);
            data = data[fill..];
        }

        data = Consume(data);
        data.CopyTo(pending);
        _pendingBytes = data.Length;
    }

    public void Append(byte value) => Append(new ReadOnlySpan<byte>(in value));

    /// <summary>The hash of all that was appended. More may be appended afterwards.</summary>
    public readonly ulong Current()
    {
        var hash = _totalBytes >= BlockBytes ? MergeAccumulators() : Prime5;
        ReadOnlySpan<byte> pending = _pending;
        return Finish(hash + _totalBytes, pending[.._pendingBytes]);
    }

    /// <summary>Takes as many whole blocks as there are and returns the rest.</summary>
    private ReadOnlySpan<byte> Consume(ReadOnlySpan<byte> data)
    {
        while (data.Length >= BlockBytes)
        {
            _v1 = Round(_v1, BinaryPrimitives.ReadUInt64LittleEndian(data));
            _v2 = Round(_v2, BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
            _v3 = Round(_v3, BinaryPrimitives.ReadUInt64LittleEndian(data[16..]));
            _v4 = Round(_v4, BinaryPrimitives.ReadUInt64LittleEndian(data[24..]));
            data = data[BlockBytes..];
        }

        return data;
    }

    private readonly ulong MergeAccumulators()
    {
        var hash = BitOperations.RotateLeft(_v1, 1) + BitOperations.RotateLeft(_v2, 7)
            + BitOperations.RotateLeft(_v3, 12) + BitOperations.RotateLeft(_v4, 18);
        hash = Merge(hash, _v1);
        hash = Merge(hash, _v2);
        hash = Merge(hash, _v3);
        return Merge(hash, _v4);
    }

    private static ulong Finish(ulong hash, ReadOnlySpan<byte> tail)
    {
        while (tail.Length >= 8)
        {
            hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(tail));
            hash = BitOperations.RotateLeft(hash, 27) * Prime1 + Prime4;
            tail = tail[8..];
        }

        if (tail.Length >= 4)
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(tail) * Prime1;
            hash = BitOperations.RotateLeft(hash, 23) * Prime2 + Prime3;
            tail = tail[4..];
        }

        foreach (var value in tail)
        {
            hash ^= value * Prime5;
            hash = BitOperations.RotateLeft(hash, 11) * Prime1;
        }

        hash ^= hash >> 33;
        hash *= Prime2;
        hash ^= hash >> 29;
        hash *= Prime3;
        return hash ^ (hash >> 32);
    }

    private static ulong Round(ulong accumulator, ulong input) =>
        BitOperations.RotateLeft(accumulator + input * Prime2, 31) * Prime1;

    private static ulong Merge(ulong hash, ulong accumulator) => (hash ^ Round(0, accumulator)) * Prime1 + Prime4;

    [InlineArray(BlockBytes)]
    private struct PendingBlock
    {
        private byte _first;
    }
}
