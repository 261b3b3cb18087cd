using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// The series that the log has named so far, by its references. Those that were put to sleep, to save memory, have only their labels kept, and are
/// created again as soon as they are asked for. For the thread that decodes, while the others do not touch the head's series where a method says so.
/// </summary>
internal sealed unsafe class ReplaySeries(HeadStore head) : IDisposable
{
    private readonly RefTable _slots = new();

    /// <summary>Pieces of <see cref="SeriesLabels"/> and the times of the newest samples, by reference.</summary>
    private readonly Dictionary<ulong, (nint Labels, long LastMs)> _asleep = [];

    /// <summary>References of series that the log also has under an earlier one.</summary>
    private readonly HashSet<ulong> _otherNames = [];
    private readonly HashSet<uint> _slotsWithOtherNames = [];
    private readonly ByteBuffer _labels = new();

    /// <summary>The greatest reference of a series.</summary>
    public ulong LastRef { get; private set; }

    /// <summary>Whether a slot's own reference always leads to it. A log may give a reference to another series, and then that is not so.</summary>
    public bool SlotsTellRefs { get; private set; } = true;

    public int Asleep => _asleep.Count;

    /// <summary>The series of the labels, created if there is none. False if the head does not take such labels.</summary>
    public bool TryAdd(ulong reference, LabelsView labels, out uint slot, out bool created)
    {
        LastRef = Math.Max(LastRef, reference);
        if (head.Series.GetOrCreate(labels, reference, out slot, out created) != AppendOutcome.Accepted)
        {
            return false;
        }

        if (_asleep.Remove(reference, out var asleep))
        {
            SeriesLabels.Free((byte*)asleep.Labels, head.Series.Symbols, head.Memory);
            if (created)
            {
                // What was late is late still.
                OpenChunks.SetLastTime(ref head.Series.Table.State(slot), asleep.LastMs);
            }
        }

        SlotsTellRefs &= !_slots.TryGet(reference, out var before) || before == slot;
        _slots.Set(reference, slot);
        if (!created && head.Series.Table.WalRef(slot) != reference)
        {
            _otherNames.Add(reference);
            _slotsWithOtherNames.Add(slot);
        }

        return true;
    }

    public bool TryGet(ulong reference, out uint slot) => _slots.TryGet(reference, out slot) || (_asleep.Count > 0 && TryWake(reference, out slot));

    /// <summary>
    /// Drops a series that has no samples in the head, but for its labels. False if it cannot be. Nobody else is at the series.
    /// </summary>
    public bool TryPutToSleep(uint slot)
    {
        var reference = head.Series.Table.WalRef(slot);
        if (!SlotsTellRefs || _slotsWithOtherNames.Contains(slot) || !_slots.TryGet(reference, out var found) || found != slot)
        {
            return false;
        }

        var labels = (nint)SeriesLabels.Share(head.Series.Table.Entry(slot).Labels, head.Series.Symbols, head.Memory);
        _asleep.Add(reference, (labels, head.OpenChunks.LastTime(head.Series.Table.State(slot))));
        _slots.Remove(reference);
        head.OpenChunks.Stale.Note(ref head.Series.Table.State(slot), isStale: false);
        head.Series.CopyLabels(slot, _labels);
        head.Series.Drop(slot, SeriesIndex.Hash(new LabelsView(_labels.Written)));
        head.Deletions.Forget(reference);
        return true;
    }

    /// <summary>Checkpoints keep the labels under names that no series of the head has, as long as there may be samples under them.</summary>
    public void KeepOtherNames(long newestMs)
    {
        foreach (var reference in _otherNames)
        {
            head.WalKeeper.Dropped(reference, newestMs);
        }

        foreach (var reference in _asleep.Keys)
        {
            head.WalKeeper.Dropped(reference, newestMs);
        }
    }

    public void Dispose()
    {
        foreach (var (piece, _) in _asleep.Values)
        {
            SeriesLabels.Free((byte*)piece, head.Series.Symbols, head.Memory);
        }

        _asleep.Clear();
    }

    private bool TryWake(ulong reference, out uint slot)
    {
        slot = 0;
        if (!_asleep.TryGetValue(reference, out var asleep))
        {
            return false;
        }

        _labels.Clear();
        SeriesLabels.AppendTo(_labels, (byte*)asleep.Labels, head.Series.Symbols);
        return TryAdd(reference, new LabelsView(_labels.Written), out slot, out _);
    }
}
