using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
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

    /// <summary>Waits until all that was added is in the series. False if the thread has failed, which <see cref="Finish"/> throws.</summary>
    public bool TryDrain()
    {
        Send();
        using var done = new ManualResetEventSlim();
        _filling.Done = done;
        Send();
        done.Wait();
        return _failure is null;
    }

    /// <summary>Waits until all is done, and ends the thread. Throws what it failed with.</summary>
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

            var done = batch.Done;
            batch.Clear();
            _spare.Add(batch);
            done?.Set();
        }
    }

    /// <summary>Nobody else is at the head yet, so no lock is taken.</summary>
    private void Apply(ReplayBatch batch)
    {
        var samples = batch.Samples;
        for (var run = 0; run < samples.Runs.Count; run++)
        {
            var (kind, start) = samples.Runs[run];
            var end = samples.EndOf(run);
            switch (kind)
            {
                case StagedKind.Float:
                    ApplyFloats(samples.Floats, start, end);
                    break;
                case StagedKind.Histogram:
                    foreach (var (slot, time, histogram) in CollectionsMarshal.AsSpan(samples.Histograms)[start..end])
                    {
                        Include(time, _head.HistogramAppending.Append(slot, ref _head.Series.Table.State(slot), time, histogram));
                    }

                    break;
                default:
                    foreach (var (slot, time, histogram) in CollectionsMarshal.AsSpan(samples.FloatHistograms)[start..end])
                    {
                        Include(time, _head.HistogramAppending.Append(slot, ref _head.Series.Table.State(slot), time, histogram));
                    }

                    break;
            }
        }

        batch.Action?.Invoke();
    }

    private void ApplyFloats(FloatColumns floats, int start, int end)
    {
        var slots = floats.Slots[start..end];
        var times = floats.TimesMs[start..end];
        var values = floats.Values[start..end];
        var table = _head.Series.Table;
        for (var i = 0; i < slots.Length; i++)
        {
            Include(times[i], _head.StoreFloat(slots[i], ref table.State(slots[i]), times[i], values[i]));
        }
    }

    private void Include(long timestampMs, bool isStored)
    {
        if (isStored)
        {
            MinTimeMs = Math.Min(MinTimeMs, timestampMs);
            MaxTimeMs = Math.Max(MaxTimeMs, timestampMs);
        }
    }
}
