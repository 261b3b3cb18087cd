using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Merging;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Head.OutOfOrder;
using Pharos.Tsdb.Querying;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>Which samples of the head are looked at.</summary>
internal enum HeadPart
{
    All,
    InOrder,
    OutOfOrder,
}

/// <summary>
/// One series of the head after the other, as one reader sees it in a range of time. Sets of samples and of chunks are made of it. Not safe for
/// concurrent use.
/// </summary>
internal sealed class HeadSeriesView
{
    private readonly HeadStore _head;
    private readonly HeadPart _part;
    private readonly ReadPoint _readPoint;
    private readonly ByteBuffer _labels = new();
    private readonly LateReader _late;
    private readonly LateCursor _lateCursor = new();
    private readonly ChunkListCursor _inOrderCursor = new();

    /// <param name="minTimeMs">Inclusive, as the other one.</param>
    public HeadSeriesView(HeadStore head, HeadPart part, ReadPoint readPoint, long minTimeMs, long maxTimeMs)
    {
        _head = head;
        _part = part;
        _readPoint = readPoint;
        MinTimeMs = minTimeMs;
        MaxTimeMs = maxTimeMs;
        Chunks = new HeadChunkList(head);
        _late = new LateReader(head.ChunkFiles);
    }

    public long MinTimeMs { get; }

    public long MaxTimeMs { get; }

    public LabelsView Labels => new(_labels.Written);

    /// <summary>The chunks in order.</summary>
    public HeadChunkList Chunks { get; }

    public Intervals Deleted { get; private set; }

    /// <summary>Whether all samples are in <see cref="Chunks"/>.</summary>
    public bool IsInOrder => _late.Samples.Count == 0;

    /// <summary>Goes to the series of a slot. False if the reader sees nothing of it in the range.</summary>
    public bool MoveTo(uint slot)
    {
        var table = _head.Series.Table;
        bool hasChunks;
        Deleted = _head.Deletions.Of(slot);
        lock (table.Page(slot).Lock)
        {
            hasChunks = Chunks.Take(slot, _readPoint, Deleted, MinTimeMs, MaxTimeMs) && _part != HeadPart.OutOfOrder;
            _late.Take(_part == HeadPart.InOrder ? null : _head.Series.Extras.Of(table.State(slot)), MinTimeMs, MaxTimeMs);
        }

        if (!hasChunks)
        {
            Chunks.Clear();
        }

        _late.Load(Deleted, MinTimeMs, MaxTimeMs);
        if (!hasChunks && IsInOrder)
        {
            return false;
        }

        _head.Series.CopyLabels(slot, _labels);
        return true;
    }

    /// <summary>The samples of the series. Two cursors are not used at the same time.</summary>
    public SampleCursor Samples(SampleCursor? reuse)
    {
        if (IsInOrder)
        {
            var cursor = reuse as ChunkListCursor ?? new ChunkListCursor();
            cursor.Reset(Chunks, MinTimeMs, MaxTimeMs, Deleted);
            return cursor;
        }

        _inOrderCursor.Reset(Chunks, MinTimeMs, MaxTimeMs, Deleted);
        _lateCursor.Reset(_late.Samples);
        var merged = reuse as MergedSampleCursor ?? new MergedSampleCursor();
        merged.Reset(_inOrderCursor, _lateCursor);
        return merged;
    }
}
