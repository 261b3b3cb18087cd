using System.Runtime.InteropServices;
using Pharos.Tsdb.Head.OutOfOrder;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>How the samples of one batch get into the log and then into their series.</summary>
/// <remarks>
/// <code>
/// 1  series that were dropped since they were looked up are created again
/// 2  room in the chunk files, if there are histograms; if there is none nothing was logged or stored
/// 3  log: labels of new series, then the samples; if that fails nothing was stored
/// 4  series: page by page under the page's lock, under a number that readers who began before do not see
/// 5  the log of samples out of order, with those that turned out to be
/// </code>
/// </remarks>
internal sealed class HeadCommit(HeadStore head)
{
    private const int MostKeptSamples = 16384;

    private readonly WalBatch _records = new();
    private readonly CommitRecords _encoder = new(head.Series.Table);
    private readonly LateCommit _late = new(head);
    private readonly DroppedSeries _dropped = new(head.Series);
    private long _minTimeMs;
    private long _maxTimeMs;

    public StagedSamples Samples { get; } = new();

    public StagedExemplars Exemplars { get; } = new(head.Series, head.Exemplars);

    public StagedMetadata Metadata { get; } = new(head);

    public BatchCounts Counts { get; } = new();

    /// <summary>What the batch was checked against when it began.</summary>
    public AcceptedTimes Accepted { get; set; }

    /// <summary>Whether it has so much room that it is not worth keeping for the next batch.</summary>
    public bool IsLarge => Samples.Floats.Capacity + Samples.Histograms.Capacity + Samples.FloatHistograms.Capacity > MostKeptSamples;

    public void Clear()
    {
        Samples.Clear();
        Exemplars.Clear();
        Metadata.Clear();
        _records.Clear();
        _late.Clear();
    }

    public void Run()
    {
        if (Samples.Runs.Count == 0 && Exemplars.IsEmpty && Metadata.IsEmpty)
        {
            return;
        }

        head.DropGate.EnterReadLock();
        try
        {
            if (head.Series.HasDead)
            {
                _dropped.MoveToLive(Samples);
                Exemplars.MoveToLive();
                Metadata.MoveToLive();
            }

            if (Samples.Histograms.Count + Samples.FloatHistograms.Count > 0)
            {
                // Chunks of floats stay open while no file takes them. One of histograms has to end where a counter was reset.
                head.ChunkFiles.Reserve();
            }

            if (head.Log.IsEnabled)
            {
                Metadata.Encode(_records);
                _encoder.Encode(Samples, _records);
                Exemplars.Encode(_records);
                head.Log.Log(_records);
            }

            Store();
            Metadata.Store();
            Exemplars.Store();
            _late.Log();
            head.Log.Followed?.Note(Samples.Floats.Count, Samples.Histograms.Count + Samples.FloatHistograms.Count, Exemplars.Count, _maxTimeMs);
        }
        finally
        {
            head.DropGate.ExitReadLock();
        }
    }

    private void Store()
    {
        _minTimeMs = long.MaxValue;
        _maxTimeMs = long.MinValue;
        var commit = head.Isolation.BeginCommit();
        try
        {
            for (var run = 0; run < Samples.Runs.Count; run++)
            {
                var (kind, start) = Samples.Runs[run];
                var end = Samples.EndOf(run);
                switch (kind)
                {
                    case StagedKind.Float:
                        StoreFloats(start, end, commit);
                        break;
                    case StagedKind.Histogram:
                        StoreHistograms(start, end, commit);
                        break;
                    default:
                        StoreFloatHistograms(start, end, commit);
                        break;
                }
            }
        }
        finally
        {
            head.Isolation.EndCommit(commit);
        }

        if (_minTimeMs <= _maxTimeMs)
        {
            head.Times.Include(_minTimeMs, _maxTimeMs);
        }
    }

    private void StoreFloats(int start, int end, CommitPoint commit)
    {
        var table = head.Series.Table;
        ReadOnlySpan<uint> slots = Samples.Floats.Slots[..end];
        var times = Samples.Floats.TimesMs;
        var values = Samples.Floats.Values;
        for (var i = start; i < slots.Length;)
        {
            var page = table.Page(slots[i]);
            var pageNumber = slots[i] >> SeriesTable.PageShift;
            lock (page.Lock)
            {
                page.Overflow.Settle(commit.Settled);
                for (; i < slots.Length && slots[i] >> SeriesTable.PageShift == pageNumber; i++)
                {
                    var slot = slots[i];
                    ref var state = ref table.State(slot);
                    if (Accepted.AcceptsLate && Accepted.IsLate(times[i], head.OpenChunks.LastTime(state)))
                    {
                        Counts.Floats.AddLate(_late.Insert(slot, ref state, new LateSample(times[i], values[i])));
                    }
                    else if (head.StoreFloat(slot, ref state, times[i], values[i]))
                    {
                        page.Overflow.Record(slot, ref state, commit);
                        Include(times[i]);
                        Counts.Floats.Appended++;
                    }
                    else if (times[i] < head.OpenChunks.LastTime(state))
                    {
                        Counts.Floats.OutOfOrder++;
                    }
                }
            }
        }
    }

    private void StoreHistograms(int start, int end, CommitPoint commit)
    {
        foreach (var (slot, time, value) in CollectionsMarshal.AsSpan(Samples.Histograms)[start..end])
        {
            StoreHistogram(slot, new LateSample(time, 0, Histogram: value), commit);
        }
    }

    private void StoreFloatHistograms(int start, int end, CommitPoint commit)
    {
        foreach (var (slot, time, value) in CollectionsMarshal.AsSpan(Samples.FloatHistograms)[start..end])
        {
            StoreHistogram(slot, new LateSample(time, 0, FloatHistogram: value), commit);
        }
    }

    /// <summary>Stores a histogram of either kind, late or not.</summary>
    private void StoreHistogram(uint slot, in LateSample sample, CommitPoint commit)
    {
        var page = head.Series.Table.Page(slot);
        lock (page.Lock)
        {
            ref var state = ref head.Series.Table.State(slot);
            var newest = head.OpenChunks.LastTime(state);
            if (Accepted.IsLate(sample.TimestampMs, newest))
            {
                Counts.Histograms.AddLate(_late.Insert(slot, ref state, sample));
            }
            else if (Append(slot, ref state, sample))
            {
                page.Overflow.Record(slot, ref state, commit);
                Include(sample.TimestampMs);
                Counts.Histograms.Appended++;
            }
            else if (sample.TimestampMs < newest)
            {
                Counts.Histograms.OutOfOrder++;
            }
        }
    }

    private bool Append(uint slot, ref SeriesState state, in LateSample sample) => sample.Histogram is { } histogram
        ? head.HistogramAppending.Append(slot, ref state, sample.TimestampMs, histogram)
        : head.HistogramAppending.Append(slot, ref state, sample.TimestampMs, sample.FloatHistogram!);

    private void Include(long timestampMs)
    {
        _minTimeMs = Math.Min(_minTimeMs, timestampMs);
        _maxTimeMs = Math.Max(_maxTimeMs, timestampMs);
    }
}
