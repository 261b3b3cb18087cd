using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Appending;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Agent;

/// <summary>
/// The series of an agent: labels, the reference in the log, and the time of the newest sample; no samples, and nothing that finds them by matchers.
/// Safe for concurrent use.
/// </summary>
/// <remarks>As the head's, which see (<c>docs/head.md</c>): plain data outside the collected heap. The newest time is where the head has that of finished chunks.</remarks>
internal sealed class AgentSeries : IDisposable
{
    private const int SeriesPerGroup = 256;

    private readonly SlabAllocator _memory = new();
    private readonly long _windowMs;

    public AgentSeries(long outOfOrderWindowMs)
    {
        _windowMs = outOfOrderWindowMs;
        All = new HeadSeries(_memory, Epochs, maxSeries: 0, isSearchable: false);
        Log = new HeadLog(All);
        Exemplars = new LastExemplars(All.Table);
    }

    public HeadSeries All { get; }

    public HeadLog Log { get; }

    public LastExemplars Exemplars { get; }

    public RetiredReferences Retired { get; } = new();

    public Epochs Epochs { get; } = new();

    /// <summary>Commits share it; who drops series takes it alone, so that none goes between a commit's look at it and its samples.</summary>
    public ReaderWriterLockSlim DropGate { get; } = new(LockRecursionPolicy.NoRecursion);

    /// <summary>Memory outside the garbage collector's reach.</summary>
    public long NativeBytes => _memory.ReservedBytes + All.Table.Bytes;

    /// <summary>Whether a sample of that time is newer than the newest of the series, or not too much older.</summary>
    public bool Accepts(uint slot, long timestampMs)
    {
        var newest = Volatile.Read(ref All.Table.State(slot).NextCutMs);
        return timestampMs > (newest < long.MinValue + _windowMs ? long.MinValue : newest - _windowMs);
    }

    /// <summary>The series has a sample of that time; false if it has newer ones. The caller holds the lock of its page, or is alone.</summary>
    public bool Note(uint slot, long timestampMs)
    {
        ref var state = ref All.Table.State(slot);
        if (timestampMs < state.NextCutMs)
        {
            return false;
        }

        Volatile.Write(ref state.NextCutMs, timestampMs);
        return true;
    }

    /// <summary>Drops the series that have no sample from the time on.</summary>
    /// <param name="segment">Tells the segment that the log is written to now.</param>
    public void DropBefore(long timestampMs, Func<int> segment)
    {
        var old = new List<uint>();
        for (uint slot = 0; slot < All.Table.Limit; slot++)
        {
            if (IsOld(slot, timestampMs))
            {
                old.Add(slot);
            }
        }

        for (var start = 0; start < old.Count; start += SeriesPerGroup)
        {
            Drop(old[start..Math.Min(start + SeriesPerGroup, old.Count)], timestampMs, segment);
        }
    }

    public void Dispose()
    {
        All.Dispose();
        DropGate.Dispose();
        _memory.Dispose();
    }

    private bool IsOld(uint slot, long timestampMs)
    {
        ref var state = ref All.Table.State(slot);
        return state.Generation != 0 && !state.IsDead && Volatile.Read(ref state.NextCutMs) < timestampMs;
    }

    private void Drop(List<uint> slots, long timestampMs, Func<int> segment)
    {
        var labels = new ByteBuffer();
        DropGate.EnterWriteLock();
        try
        {
            foreach (var slot in slots)
            {
                if (IsOld(slot, timestampMs))
                {
                    All.CopyLabels(slot, labels);
                    Exemplars.Remove(All.Table.RefOf(slot));
                    Retired.Add(All.Table.WalRef(slot), segment(), All.Table.State(slot).NextCutMs);
                    All.Drop(slot, SeriesIndex.Hash(new LabelsView(labels.Written)));
                }
            }
        }
        finally
        {
            DropGate.ExitWriteLock();
        }
    }
}
