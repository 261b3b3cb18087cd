using System.Diagnostics.CodeAnalysis;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Compression;

namespace Pharos.Tsdb.Wal;

/// <summary>
/// Puts records together from their fragments and decompresses them. It knows nothing of files, so it serves whoever reads pages. Not
/// safe for concurrent use.
/// </summary>
internal sealed class RecordAssembler : IDisposable
{
    private readonly ByteBuffer _parts = new();
    private readonly ByteBuffer _inflated = new();
    private ZstdDecoder? _zstd;
    private WalCompression _compression;

    /// <summary>Whether there are fragments of a record whose last is still to come.</summary>
    public bool IsPending { get; private set; }

    /// <summary>The record, once it is complete; valid until the next fragment is added. It may lie in the page.</summary>
    public ReadOnlyMemory<byte> Record { get; private set; }

    /// <summary>Adds the next fragment. False if it cannot follow the last one or the record cannot be decompressed.</summary>
    /// <param name="fragment">What is said of it.</param>
    /// <param name="data">Its data, which stay as they are as long as the record is used.</param>
    /// <param name="problem">What is wrong with it.</param>
    public bool TryAdd(in WalFragment fragment, ReadOnlyMemory<byte> data, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        var begins = fragment.Kind is FragmentKind.Full or FragmentKind.First;
        if (begins == IsPending)
        {
            problem = $"unexpected {Name(fragment.Kind)} record";
            return false;
        }

        // Fast path: the record is one fragment.
        if (fragment.Kind == FragmentKind.Full)
        {
            return TryInflate(data, fragment.Compression, out problem);
        }

        if (begins)
        {
            _parts.Clear();
            _compression = fragment.Compression;
        }
        else if (_compression != fragment.Compression)
        {
            problem = $"a {Name(fragment.Kind)} record with compression {fragment.Compression} where it was {_compression} before";
            return false;
        }

        if (_parts.Length > WalFormat.MaxRecordBytes - data.Length)
        {
            problem = $"record longer than {WalFormat.MaxRecordBytes} bytes";
            return false;
        }

        _parts.Append(data.Span);
        IsPending = fragment.Kind != FragmentKind.Last;
        return IsPending || TryInflate(_parts.WrittenMemory, _compression, out problem);
    }

    public void Dispose() => _zstd?.Dispose();

    private static string Name(FragmentKind kind) => kind switch
    {
        FragmentKind.Full => "full",
        FragmentKind.First => "first",
        FragmentKind.Middle => "middle",
        FragmentKind.Last => "last",
        _ => "padding",
    };

    private bool TryInflate(ReadOnlyMemory<byte> stored, WalCompression compression, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        if (compression == WalCompression.None || stored.IsEmpty)
        {
            Record = stored;
            return true;
        }

        _inflated.Clear();
        problem = compression == WalCompression.Snappy ? InflateSnappy(stored.Span) : InflateZstd(stored.Span);
        Record = _inflated.WrittenMemory;
        return problem is null;
    }

    private string? InflateSnappy(ReadOnlySpan<byte> stored)
    {
        if (!SnappyDecoder.TryReadLength(stored, out var length) || length > WalFormat.MaxRecordBytes)
        {
            return "snappy: corrupt length of the content";
        }

        var room = _inflated.GetSpan(length)[..length];
        if (!SnappyDecoder.TryDecode(stored, room))
        {
            return "snappy: corrupt input";
        }

        _inflated.Advance(length);
        return null;
    }

    private string? InflateZstd(ReadOnlySpan<byte> stored)
    {
        _zstd ??= new ZstdDecoder();
        return _zstd.TryDecode(stored, _inflated, WalFormat.MaxRecordBytes, out var problem) ? null : $"zstd: {problem}";
    }
}
