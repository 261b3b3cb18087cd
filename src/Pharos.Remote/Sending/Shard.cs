using Pharos.Foundation.Logging;

namespace Pharos.Remote.Sending;

/// <summary>One of the lines in which samples of a queue wait: the samples of a series are all in one, and its requests go out one after the other.</summary>
internal sealed class Shard
{
    private readonly QueueParts _queue;
    private readonly Delivery _delivery;

    /// <summary>How many entries of the oldest batch are dealt with.</summary>
    private int _taken;

    public Shard(QueueParts queue, int batchSize, int capacity)
    {
        _queue = queue;
        _delivery = new Delivery(queue);
        Buffer = new ShardBuffer(batchSize, capacity, queue.Time);
    }

    public ShardBuffer Buffer { get; }

    /// <summary>
    /// Sends batches as they are full, and what there is of one when its time has come, until the buffer is finished and empty. When it is cancelled before,
    /// what waits is lost, and returned.
    /// </summary>
    public async Task<SampleCounts> RunAsync(CancellationToken cancellation)
    {
        try
        {
            await SendAllAsync(cancellation);
            return default;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            var lost = CountRest();
            _queue.Metrics.AddPending(default(SampleCounts) - lost);
            _queue.Metrics.Failed.Add(lost);
            return lost;
        }
    }

    private async Task SendAllAsync(CancellationToken cancellation)
    {
        var patience = _queue.Options.Queue.BatchSendDeadline;
        var since = _queue.Time.GetTimestamp();
        while (true)
        {
            var isFinished = Buffer.IsFinished;
            if (Buffer.Head is not { } batch)
            {
                if (isFinished)
                {
                    return;
                }

                since = await WaitAsync(since, patience, cancellation);
                continue;
            }

            // In this order: what is published before the seal is seen with it.
            var isSealed = batch.IsSealed;
            var count = batch.Count;
            if (_taken == count && isSealed)
            {
                _taken = 0;
                Buffer.Free();
            }
            else if (_taken < count && (isSealed || _queue.Time.GetElapsedTime(since) >= patience))
            {
                batch.IsTaken = true;
                await SendAsync(batch, count, cancellation);
                since = _queue.Time.GetTimestamp();
            }
            else
            {
                since = await WaitAsync(since, patience, cancellation);
            }
        }
    }

    /// <summary>Deals with a batch up to an index. What no request can be made of is dropped: the next batch may be better, and the line has to move.</summary>
    private async Task SendAsync(SampleBatch batch, int count, CancellationToken cancellation)
    {
        try
        {
            while (_taken < count)
            {
                _taken += await _delivery.SendAsync(batch, _taken, count, cancellation);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            var lost = default(SampleCounts);
            for (; _taken < count; _taken++)
            {
                RequestBuilder.Count(ref lost, batch.KindAt(_taken));
            }

            _queue.Metrics.AddPending(default(SampleCounts) - lost);
            _queue.Metrics.Failed.Add(lost);
            _queue.Log.Error("A batch could not be sent", [("count", lost.Total), ("err", error.ToString())]);
        }
    }

    /// <summary>Waits for a batch to be sealed, or for the time of one that is not. Returns from when the next wait counts.</summary>
    private async ValueTask<long> WaitAsync(long since, TimeSpan patience, CancellationToken cancellation)
    {
        var left = patience - _queue.Time.GetElapsedTime(since);
        if (left <= TimeSpan.Zero)
        {
            // There was nothing to send when the time had come.
            since = _queue.Time.GetTimestamp();
            left = patience > TimeSpan.Zero ? patience : TimeSpan.FromMilliseconds(1);
        }

        await Buffer.Ready.WaitAsync(left, cancellation);
        return since;
    }

    private SampleCounts CountRest()
    {
        // The batches stay where they are: they tell from where on the log has to be read again.
        var counts = default(SampleCounts);
        for (var i = 0; Buffer.At(i) is { } batch; i++)
        {
            for (var at = i == 0 ? _taken : 0; at < batch.Count; at++)
            {
                RequestBuilder.Count(ref counts, batch.KindAt(at));
            }
        }

        return counts;
    }
}
