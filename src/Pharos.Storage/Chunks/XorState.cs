using System.Runtime.InteropServices;

namespace Pharos.Storage.Chunks;

/// <summary>
/// What <see cref="XorEncoder"/> has to know of a chunk to go on with it. Plain data of 32 bytes, made to lie in somebody's array, in
/// unmanaged memory too. Set up by <see cref="XorEncoder.Start"/> or <see cref="XorEncoder.Resume"/>; the default value is not a chunk.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct XorState
{
    /// <summary>In place of the leading zeros as long as no window of significant bits was written.</summary>
    internal const byte NoWindow = 0xFF;

    internal long Time;
    internal long Delta;
    internal ulong Value;
    internal uint BitLength;
    internal ushort Samples;
    internal byte Leading;
    internal byte Trailing;

    /// <summary>How many samples the chunk has.</summary>
    public readonly int Count => Samples;

    /// <summary>The time of the newest sample, if there is one.</summary>
    public readonly long LastTimestampMs => Time;

    /// <summary>The newest value bit by bit, if there is one.</summary>
    public readonly ulong LastValueBits => Value;
}
