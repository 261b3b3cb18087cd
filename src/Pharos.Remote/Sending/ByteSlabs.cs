using Pharos.Foundation.Bytes;

namespace Pharos.Remote.Sending;

/// <summary>
/// Pieces of bytes in large arrays, so that a million of them are not a million objects. One thread adds; any thread reads what it was told the place of.
/// Nothing is ever taken out: who wants that makes a new one.
/// </summary>
internal sealed class ByteSlabs
{
    private const int FirstSlabBytes = 16 << 10;
    private const int MaxSlabBytes = 1 << 20;

    private byte[][] _slabs = [];
    private int _used;

    /// <summary>How many bytes were added, their lengths included.</summary>
    public long Length { get; private set; }

    /// <summary>Copies the piece, and returns where it is.</summary>
    public long Add(ReadOnlySpan<byte> piece)
    {
        var needed = VarInt.Size((ulong)piece.Length) + piece.Length;
        var slabs = _slabs;
        if (slabs.Length == 0 || needed > slabs[^1].Length - _used)
        {
            var usual = slabs.Length == 0 ? FirstSlabBytes : Math.Min(slabs[^1].Length * 2, MaxSlabBytes);
            Volatile.Write(ref _slabs, slabs = [.. slabs, GC.AllocateUninitializedArray<byte>(Math.Max(usual, needed))]);
            _used = 0;
        }

        var at = _used;
        var room = slabs[^1].AsSpan(at, needed);
        piece.CopyTo(room[VarInt.Write(room, (ulong)piece.Length)..]);
        _used += needed;
        Length += needed;
        return ((long)(slabs.Length - 1) << 32) | (uint)at;
    }

    /// <summary>The piece at a place, for as long as these slabs are there.</summary>
    public ReadOnlySpan<byte> At(long place)
    {
        ReadOnlySpan<byte> slab = Volatile.Read(ref _slabs)[place >> 32].AsSpan((int)(uint)place);
        VarInt.TryRead(slab, out var length, out var prefix);
        return slab.Slice(prefix, (int)length);
    }
}
