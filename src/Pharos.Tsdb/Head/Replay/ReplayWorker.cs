using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Pharos.Tsdb.Head.Series;

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

    public void Add(uint slot, long timestampMs, double value)
    {
        if (_filling.IsFull)
        {
            Send();
        }

        _filling.Add(slot, timestampMs, value);
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

    private void Apply(ReplayBatch batch)
    {
        var table = _head.Series.Table;
        for (var i = 0; i < batch.Count; i++)
        {
            // Nobody else is at the head yet, so no lock is taken.
            var slot = batch.Slots[i];
            var time = batch.TimesMs[i];
            ref SeriesState state = ref table.State(slot);
            if (_head.FloatAppending.Append(slot, ref state, time, batch.Values[i]))
            {
                MinTimeMs = Math.Min(MinTimeMs, time);
                MaxTimeMs = Math.Max(MaxTimeMs, time);
            }
        }

        batch.Action?.Invoke();
    }
}
