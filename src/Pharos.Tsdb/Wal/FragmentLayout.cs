using System.Buffers.Binary;
using Pharos.Foundation.Bytes;

namespace Pharos.Tsdb.Wal;

/// <summary>
/// Cuts records into fragments as they will stand in the pages of a segment from a given offset on, and collects the bytes until they
/// are written. Not safe for concurrent use.
/// </summary>
internal sealed class FragmentLayout
{
    private const int MaxKeptBytes = 8 << 20;

    private readonly int _pagesPerSegment;
    private ByteBuffer _bytes = new(2 * WalFormat.PageBytes);
    private long _start;

    public FragmentLayout(int segmentBytes)
    {
        _pagesPerSegment = segmentBytes / WalFormat.PageBytes;
    }

    /// <summary>What is to be written where <see cref="Begin"/> said; valid until the next change.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Written;

    /// <summary>How many fragments there are.</summary>
    public int Fragments { get; private set; }

    /// <summary>How many pages are filled to their ends.</summary>
    public int CompletedPages => (int)(End / WalFormat.PageBytes - _start / WalFormat.PageBytes);

    /// <summary>The offset in the segment behind what is laid out.</summary>
    public long End => _start + _bytes.Length;

    private int PageRest => WalFormat.PageBytes - (int)(End % WalFormat.PageBytes);

    /// <summary>Forgets what was laid out, and begins at an offset.</summary>
    public void Begin(long offset)
    {
        if (_bytes.Length > MaxKeptBytes)
        {
            _bytes = new ByteBuffer(2 * WalFormat.PageBytes);
        }

        _bytes.Clear();
        _start = offset;
        Fragments = 0;
    }

    /// <summary>Whether a stored record of this length ends within the segment.</summary>
    public bool HasRoomFor(int length)
    {
        var pagesLeft = _pagesPerSegment - End / WalFormat.PageBytes;
        return pagesLeft > 0 && length <= PageRest - WalFormat.HeaderBytes + (pagesLeft - 1) * WalFormat.MaxFragmentBytes;
    }

    /// <summary>Adds a record as it is stored; an empty one too is a fragment.</summary>
    public void Add(ReadOnlySpan<byte> stored, int flags)
    {
        var isFirst = true;
        do
        {
            var part = stored[..Math.Min(stored.Length, PageRest - WalFormat.HeaderBytes)];
            stored = stored[part.Length..];
            var kind = (isFirst, stored.IsEmpty) switch
            {
                (true, true) => FragmentKind.Full,
                (true, false) => FragmentKind.First,
                (false, false) => FragmentKind.Middle,
                (false, true) => FragmentKind.Last,
            };
            AddFragment(kind, flags, part);
            isFirst = false;
        }
        while (!stored.IsEmpty);
    }

    private void AddFragment(FragmentKind kind, int flags, ReadOnlySpan<byte> part)
    {
        var header = _bytes.GetSpan(WalFormat.HeaderBytes);
        header[0] = (byte)((int)kind | flags);
        BinaryPrimitives.WriteUInt16BigEndian(header[1..], (ushort)part.Length);
        BinaryPrimitives.WriteUInt32BigEndian(header[3..], Crc32C.Compute(part));
        _bytes.Advance(WalFormat.HeaderBytes);
        _bytes.Append(part);
        Fragments++;

        // A header is never cut: where none fits any more, the page is full.
        var rest = PageRest;
        if (rest < WalFormat.HeaderBytes)
        {
            _bytes.GetSpan(rest)[..rest].Clear();
            _bytes.Advance(rest);
        }
    }
}
