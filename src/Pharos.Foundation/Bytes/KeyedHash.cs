using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Pharos.Foundation.Bytes;

/// <summary>
/// A hash for tables that hold what strangers send: SipHash-1-3 under a key drawn when the process starts, so that nobody outside can
/// choose texts that fall together. It is another one in each process; keep it in memory only.
/// </summary>
public static class KeyedHash
{
    private static readonly (ulong First, ulong Second) Key = DrawKey();

    public static ulong Hash(ReadOnlySpan<byte> data) => Compute(Key.First, Key.Second, data, blockRounds: 1, finalRounds: 3);

    /// <summary>SipHash with so many rounds for each eight bytes and at the end.</summary>
    internal static ulong Compute(ulong key0, ulong key1, ReadOnlySpan<byte> data, int blockRounds, int finalRounds)
    {
        var state = new State(key0, key1);
        var last = (ulong)data.Length << 56;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
        {
            state.Take(BinaryPrimitives.ReadUInt64LittleEndian(data), blockRounds);
        }

        for (var i = 0; i < data.Length; i++)
        {
            last |= (ulong)data[i] << (8 * i);
        }

        state.Take(last, blockRounds);
        return state.Finish(finalRounds);
    }

    private static (ulong First, ulong Second) DrawKey()
    {
        // Two identifiers hold more than 128 random bits, from the system and without loading a library for cryptography at the start.
        Span<Guid> identifiers = [Guid.NewGuid(), Guid.NewGuid()];
        var words = MemoryMarshal.Cast<Guid, ulong>(identifiers);
        return (words[0] ^ BitOperations.RotateLeft(words[3], 29), words[1] ^ BitOperations.RotateLeft(words[2], 31));
    }

    private struct State(ulong key0, ulong key1)
    {
        // The constants spell "somepseudorandomlygeneratedbytes".
        private ulong _v0 = key0 ^ 0x736F_6D65_7073_6575;
        private ulong _v1 = key1 ^ 0x646F_7261_6E64_6F6D;
        private ulong _v2 = key0 ^ 0x6C79_6765_6E65_7261;
        private ulong _v3 = key1 ^ 0x7465_6462_7974_6573;

        public void Take(ulong block, int rounds)
        {
            _v3 ^= block;
            Mix(rounds);
            _v0 ^= block;
        }

        public ulong Finish(int rounds)
        {
            _v2 ^= 0xFF;
            Mix(rounds);
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Mix(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                _v0 += _v1;
                _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
                _v0 = BitOperations.RotateLeft(_v0, 32);
                _v2 += _v3;
                _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
                _v0 += _v3;
                _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
                _v2 += _v1;
                _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
                _v2 = BitOperations.RotateLeft(_v2, 32);
            }
        }
    }
}
