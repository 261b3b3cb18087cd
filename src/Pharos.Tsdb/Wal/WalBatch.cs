using System.Diagnostics;
using System.Runtime.InteropServices;
using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Wal;

/// <summary>
/// Records that are logged together. Encoders append a record to <see cref="Buffer"/>, <see cref="EndRecord"/> closes it, and after the
/// batch was logged <see cref="Clear"/> empties it for the next. Not safe for concurrent use.
/// </summary>
public sealed class WalBatch
{
    private readonly List<int> _ends = [];

    /// <summary>Where records are appended. Only append: what is closed is the batch's.</summary>
    public ByteBuffer Buffer { get; } = new(4096);

    /// <summary>How many records were closed.</summary>
    public int Count => _ends.Count;

    internal ReadOnlySpan<int> Ends => CollectionsMarshal.AsSpan(_ends);

    /// <summary>What was appended since the last record is a record; nothing happens if nothing was.</summary>
    public void EndRecord()
    {
        var start = _ends.Count == 0 ? 0 : _ends[^1];
        Debug.Assert(Buffer.Length >= start, "Closed records were cut off.");
        if (Buffer.Length > start)
        {
            _ends.Add(Buffer.Length);
        }
    }

    public void Clear()
    {
        Buffer.Clear();
        _ends.Clear();
    }
}
