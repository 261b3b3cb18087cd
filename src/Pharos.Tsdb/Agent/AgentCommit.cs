using System.Runtime.InteropServices;
using Pharos.Tsdb.Head.Appending;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Agent;

/// <summary>
/// How one batch gets into the log: series that were dropped since they were looked up are created again; labels of new series and the samples are
/// logged; then their times are noted.
/// </summary>
internal sealed class AgentCommit(AgentSeries series, AgentMetrics? metrics)
{
    private readonly WalBatch _records = new();
    private readonly CommitRecords _encoder = new(series.All.Table);
    private readonly DroppedSeries _dropped = new(series.All);
    private long _maxTimeMs;

    public StagedSamples Samples { get; } = new();

    public StagedExemplars Exemplars { get; } = new(series.All, series.Exemplars);

    /// <summary>Throws <see cref="IOException"/> if the log does not take the batch: then nothing of it is there.</summary>
    public void Run()
    {
        if (Samples.Runs.Count == 0 && Exemplars.IsEmpty)
        {
            return;
        }

        series.DropGate.EnterReadLock();
        try
        {
            if (series.All.HasDead)
            {
                _dropped.MoveToLive(Samples);
                Exemplars.MoveToLive();
            }

            _encoder.Encode(Samples, _records);
            Exemplars.Encode(_records);
            series.Log.Log(_records);
            NoteTimes();
            metrics?.Exemplars.Add(Exemplars.Count);
            series.Log.Followed?.Note(Samples.Floats.Count, Samples.Histograms.Count + Samples.FloatHistograms.Count, Exemplars.Count, _maxTimeMs);
            Exemplars.Store();
        }
        finally
        {
            series.DropGate.ExitReadLock();
        }
    }

    public void Clear()
    {
        Samples.Clear();
        Exemplars.Clear();
        _records.Clear();
    }

    private void NoteTimes()
    {
        _maxTimeMs = long.MinValue;
        ReadOnlySpan<uint> slots = Samples.Floats.Slots;
        var times = Samples.Floats.TimesMs;
        for (var i = 0; i < slots.Length;)
        {
            var pageNumber = slots[i] >> SeriesTable.PageShift;
            lock (series.All.Table.Page(slots[i]).Lock)
            {
                for (; i < slots.Length && slots[i] >> SeriesTable.PageShift == pageNumber; i++)
                {
                    Note(slots[i], times[i]);
                }
            }
        }

        foreach (var staged in CollectionsMarshal.AsSpan(Samples.Histograms))
        {
            NoteLocked(staged.Slot, staged.TimestampMs);
        }

        foreach (var staged in CollectionsMarshal.AsSpan(Samples.FloatHistograms))
        {
            NoteLocked(staged.Slot, staged.TimestampMs);
        }
    }

    private void NoteLocked(uint slot, long timestampMs)
    {
        lock (series.All.Table.Page(slot).Lock)
        {
            Note(slot, timestampMs);
        }
    }

    private void Note(uint slot, long timestampMs)
    {
        _maxTimeMs = Math.Max(_maxTimeMs, timestampMs);

        // Another batch, or this one itself, has got ahead. It is in the log, and whoever receives it decides.
        if (!series.Note(slot, timestampMs))
        {
            metrics?.OutOfOrder.Increment();
        }
    }
}
