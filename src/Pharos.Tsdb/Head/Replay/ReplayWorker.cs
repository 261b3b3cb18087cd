using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Pharos.Tsdb.Head.Appending;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// One of the threads that put replayed samples into their series. All samples of a series go through the same one, in the order of the log.
/// </summary>
internal sealed class ReplayWorker : IDisposable
{
    private const int QueuedBatches = 8;

    private readonly HeadStore _head;
    private readonly BlockingCollection<ReplayBatch> _queue = new(QueuedBatches);
    private readonly ConcurrentBag<ReplayBatch> _spare = [];
    private readonly Thread _thread;
    private ReplayBatch _filling = new();
    private ExceptionDispatchInfo? _failure;

    public ReplayWorker(HeadStore head, int number)
    {
        _head = head;
        _thread = new Thread(Run) { IsBackground = true, Name = $"replay-{number}" };
        _thread.Start();
    }

    public long MinTimeMs { get; private set; } = long.MaxValue;

    public long MaxTimeMs { get; private set; } = long.MinValue;

    /// <summary>Where the next sample is added; valid until then.</summary>
    public StagedSamples Next()
    {
        if (_filling.IsFull)
        {
            Send();
        }

        return _filling.Samples;
    }

    /// <summary>Runs something after what was added before and before what is added next.</summary>
    public void Then(Action action)
    {
        Send();
        _filling.Action = action;
        Send();
    }

    /// <summary>Waits until all is done. Throws what the thread failed with.</summary>
    public void Finish()
    {
        Send();
        _queue.CompleteAdding();
        _thread.Join();
        _failure?.Throw();
    }

    public void Dispose() => _queue.Dispose();

    private void Send()
    {
        if (_filling.IsEmpty)
        {
            return;
        }

        _queue.Add(_filling);
        _filling = _spare.TryTake(out var spare) ? spare : new ReplayBatch();
    }

    private void Run()
    {
        foreach (var batch in _queue.GetConsumingEnumerable())
        {
            // After a failure the queue is only emptied, so that the reader does not wait for ever.
            if (_failure is null)
            {
                try
                {
                    Apply(batch);
                }
                catch (Exception exception)
                {
                    _failure = ExceptionDispatchInfo.Capture(exception);
                }
            }

            batch.Clear();
            _spare.Add(batch);
        }
    }

    /// <summary>Nobody else is at the head yet, so no lock is taken.</summary>
    private void Apply(ReplayBatch batch)
    {
        var samples = batch.Samples;
        for (var run = 0; run < samples.Runs.Count; run++)
        {
            var (kind, start) = samples.Runs[run];
            for (var i = start; i < samples.EndOf(run); i++)
            {
                Apply(samples, kind, i);
            }
        }

        batch.Action?.Invoke();
    }

    private void Apply(StagedSamples samples, StagedKind kind, int index)
    {
        switch (kind)
        {
            case StagedKind.Float:
                ApplyFloat(samples.Floats.Slots[index], samples.Floats.TimesMs[index], samples.Floats.Values[index]);
                break;
            case StagedKind.Histogram:
                var (slot, time, histogram) = samples.Histograms[index];
                Include(time, _head.HistogramAppending.Append(slot, ref _head.Series.Table.State(slot), time, histogram));
                break;
            default:
                var (floatSlot, floatTime, floatHistogram) = samples.FloatHistograms[index];
                Include(floatTime, _head.HistogramAppending.Append(floatSlot, ref _head.Series.Table.State(floatSlot), floatTime, floatHistogram));
                break;
        }
    }

    private void ApplyFloat(uint slot, long timestampMs, double value) =>
        Include(timestampMs, _head.StoreFloat(slot, ref _head.Series.Table.State(slot), timestampMs, value));

    private void Include(long timestampMs, bool isStored)
    {
        if (isStored)
        {
            MinTimeMs = Math.Min(MinTimeMs, timestampMs);
            MaxTimeMs = Math.Max(MaxTimeMs, timestampMs);
        }
    }
}
