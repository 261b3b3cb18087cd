using System.Runtime.InteropServices;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Head.Series;

/// <summary>
/// What an append touches of a series: one cache line of plain data. Guarded by the lock of its page, see <see cref="SeriesTable"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal unsafe struct SeriesState
{
    private const int EncodingMask = 0x0F;
    private const byte StaleFlag = 0x40;
    private const byte DeadFlag = 0x80;

    /// <summary>The open chunk's encoder while <see cref="Encoding"/> says XOR.</summary>
    public XorState Xor;

    /// <summary>The open chunk's bytes, of <see cref="Capacity"/>; null if there are none.</summary>
    public byte* Chunk;

    /// <summary>The time from which on a sample begins a new chunk; while there is no open chunk, the last time of the finished ones.</summary>
    public long NextCutMs;

    /// <summary>Told apart from earlier series of this slot; 0 while the slot is free.</summary>
    public uint Generation;

    /// <summary>The commit that appended last, and how many samples of the open chunk's end are its: see <see cref="Isolation"/>.</summary>
    public uint LastCommit;

    /// <summary>The number of what few series have; 0 if it has nothing of that.</summary>
    public uint Extra;

    public ushort Capacity;

    public byte LastCommitSamples;

    private byte _encodingAndFlags;

    /// <summary>The encoding of the open chunk, <see cref="ChunkEncoding.None"/> if there is no open chunk.</summary>
    public ChunkEncoding Encoding
    {
        readonly get => (ChunkEncoding)(_encodingAndFlags & EncodingMask);
        set => _encodingAndFlags = (byte)((_encodingAndFlags & ~EncodingMask) | (byte)value);
    }

    /// <summary>Whether the newest sample is a mark that the series ended; see <see cref="StaleSeries"/>.</summary>
    public bool IsStale
    {
        readonly get => (_encodingAndFlags & StaleFlag) != 0;
        set => _encodingAndFlags = (byte)(value ? _encodingAndFlags | StaleFlag : _encodingAndFlags & ~StaleFlag);
    }

    /// <summary>No longer found by labels; kept for readers and batches that began before.</summary>
    public bool IsDead
    {
        readonly get => (_encodingAndFlags & DeadFlag) != 0;
        set => _encodingAndFlags = (byte)(value ? _encodingAndFlags | DeadFlag : _encodingAndFlags & ~DeadFlag);
    }
}
