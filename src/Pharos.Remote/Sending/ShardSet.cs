using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Sending;

/// <summary>
/// Shards that run side by side, from when they are made until they are flushed. A series goes by its reference to one of them. One thread at a time adds.
/// </summary>
internal sealed class ShardSet : IDisposable
{
    /// <summary>Memory is bounded by this even if the configuration has other ideas.</summary>
    private const int MaxBatchSize = 1_000_000;

    private readonly Shard[] _shards;
    private readonly CancellationTokenSource _hard = new();
    private readonly Task<SampleCounts[]> _running;
    private bool _isFlushed;

    public ShardSet(QueueParts queue, int count)
    {
        var options = queue.Options.Queue;
        var batchSize = (int)Math.Min(options.MaxSamplesPerSend, MaxBatchSize);
        var capacity = (int)Math.Min(options.Capacity, int.MaxValue);
        _shards = new Shard[count];
        for (var i = 0; i < count; i++)
        {
            _shards[i] = new Shard(queue, batchSize, capacity);
        }

        queue.Metrics.Shards.Set(count);
        _running = Task.WhenAll(Array.ConvertAll(_shards, shard => Task.Run(() => shard.RunAsync(_hard.Token))));
    }

    public int Count => _shards.Length;

    /// <summary>The earliest place in the log of a sample that is not dealt with; null if there is none.</summary>
    public WalPosition? Start
    {
        get
        {
            WalPosition? earliest = null;
            foreach (var shard in _shards)
            {
                if (shard.Buffer.Start is { } start && (earliest is null || start < earliest))
                {
                    earliest = start;
                }
            }

            return earliest;
        }
    }

    public ShardBuffer BufferOf(ulong series) => _shards[series % (ulong)_shards.Length].Buffer;

    /// <summary>Shows the shards what was added.</summary>
    public void Publish()
    {
        foreach (var shard in _shards)
        {
            shard.Buffer.Publish();
        }
    }

    /// <summary>Until everything is dealt with; nothing is added any more. When it is cancelled the rest is dropped, and returned.</summary>
    public async Task<SampleCounts> FlushAsync(CancellationToken cancellation)
    {
        if (_isFlushed)
        {
            return default;
        }

        _isFlushed = true;
        foreach (var shard in _shards)
        {
            shard.Buffer.Finish();
        }

        await using (cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _hard))
        {
            var lost = default(SampleCounts);
            foreach (var one in await _running)
            {
                lost += one;
            }

            return lost;
        }
    }

    public void Dispose() => _hard.Dispose();
}
