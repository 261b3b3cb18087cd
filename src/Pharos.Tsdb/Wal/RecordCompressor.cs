using System.Diagnostics;
using Pharos.Foundation.Compression;

namespace Pharos.Tsdb.Wal;

/// <summary>Compresses records into memory of its own. Not safe for concurrent use.</summary>
internal sealed class RecordCompressor : IDisposable
{
    /// <summary>Room for a longer record is given back after it.</summary>
    private const int MaxKeptBytes = 4 << 20;

    private readonly SnappyEncoder? _snappy;
    private readonly ZstdEncoder? _zstd;
    private byte[] _room = [];

    public RecordCompressor(WalCompression compression)
    {
        switch (compression)
        {
            case WalCompression.None:
                break;
            case WalCompression.Snappy:
                _snappy = new SnappyEncoder();
                break;
            case WalCompression.Zstd:
                _zstd = new ZstdEncoder();
                break;
            default:
                throw new UnreachableException($"compression {compression}");
        }
    }

    /// <summary>The record as it is to be stored, valid until the next call: the record itself if compression would not make it shorter.</summary>
    /// <param name="flags">The bits that say in the header how it is compressed.</param>
    public ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> record, out int flags)
    {
        flags = 0;
        if (record.IsEmpty || (_snappy is null && _zstd is null))
        {
            return record;
        }

        int length;
        if (_snappy is not null)
        {
            length = _snappy.Encode(record, Room(SnappyEncoder.MaxEncodedLength(record.Length)));
        }
        else
        {
            length = _zstd!.Encode(record, Room(ZstdEncoder.MaxEncodedLength(record.Length)));
        }

        if (length >= record.Length)
        {
            return record;
        }

        flags = _snappy is not null ? WalFormat.SnappyFlag : WalFormat.ZstdFlag;
        return _room.AsSpan(0, length);
    }

    public void Dispose() => _zstd?.Dispose();

    private byte[] Room(int length)
    {
        if (_room.Length < length || (_room.Length > MaxKeptBytes && length <= MaxKeptBytes))
        {
            _room = GC.AllocateUninitializedArray<byte>(Math.Max(length, Math.Min(2 * length, MaxKeptBytes)));
        }

        return _room;
    }
}
