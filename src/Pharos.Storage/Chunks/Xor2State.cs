using System.Runtime.InteropServices;

namespace Pharos.Storage.Chunks;

/// <summary>
/// What <see cref="Xor2Encoder"/> has to know of a chunk to go on with it. Plain data of 56 bytes, made to lie in somebody's array, in
/// unmanaged memory too. Set up by <see cref="Xor2Encoder.Start"/> or <see cref="Xor2Encoder.Resume"/>; the default value is not a chunk.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct Xor2State
{
    internal long Time;
    internal long Delta;

    /// <summary>The newest value that is not stale: the next one is compared with it.</summary>
    internal ulong Value;

    internal long StartTime;

    /// <summary>The time before the newest sample's, less the newest start time.</summary>
    internal long StartAge;

    internal uint BitLength;
    internal ushort Samples;
    internal byte Leading;
    internal byte Trailing;

    /// <summary>The first sample, counted from 0, from which on each has a start time of its own; 0 if none has.</summary>
    internal byte StartsOn;

    private byte _isStale;

    /// <summary>How many samples the chunk has.</summary>
    public readonly int Count => Samples;

    /// <summary>The time of the newest sample, if there is one.</summary>
    public readonly long LastTimestampMs => Time;

    /// <summary>The newest value bit by bit, if there is one.</summary>
    public readonly ulong LastValueBits => IsStale ? Model.SpecialValues.StaleNaNBits : Value;

    /// <summary>When the counter of the newest sample began, 0 if unknown.</summary>
    public readonly long LastStartTimestampMs => StartTime;

    /// <summary>Whether the newest value is the marker of a series that ended.</summary>
    internal bool IsStale
    {
        readonly get => _isStale != 0;
        set => _isStale = value ? (byte)1 : (byte)0;
    }
}
