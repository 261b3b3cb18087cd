using System.Runtime.InteropServices;
using Pharos.Foundation.Logging;
using Pharos.Model;

namespace Pharos.Remote.Sending;

/// <summary>Sends what targets say of their metrics, again and again, in requests of their own: the first version has no place for it beside samples.</summary>
internal sealed class MetadataSending(QueueParts queue, Func<IEnumerable<KeyValuePair<string, MetricMetadata>>> families)
{
    private readonly RequestBuilderV1 _builder = new();

    /// <summary>Runs until it is told to stop; a request under way goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken hard)
    {
        queue.Log.Info("Starting scraped metadata watcher");
        try
        {
            using var timer = new PeriodicTimer(Interval(), queue.Time);
            while (await timer.WaitForNextTickAsync(stop))
            {
                await SendAsync(hard);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || hard.IsCancellationRequested)
        {
            // The queue ends.
        }

        queue.Log.Info("Scraped metadata watcher stopped");
    }

    /// <summary>Sends all there is now.</summary>
    public async Task SendAsync(CancellationToken cancellation)
    {
        List<KeyValuePair<string, MetricMetadata>> all = [.. families().DistinctBy(static family => (family.Key, family.Value))];
        var most = (int)Math.Clamp(queue.Options.Metadata.MaxSamplesPerSend, 1, int.MaxValue);
        for (var from = 0; from < all.Count; from += most)
        {
            var count = Math.Min(most, all.Count - from);
            _builder.BuildMetadata(CollectionsMarshal.AsSpan(all).Slice(from, count));
            await SendAsync(count, cancellation);
        }
    }

    private async Task SendAsync(int count, CancellationToken cancellation)
    {
        var backoff = new Backoff(queue);
        for (var attempt = 0; ; attempt++)
        {
            var began = queue.Time.GetTimestamp();
            var result = await queue.Client.StoreAsync(_builder.Body, attempt, cancellation);
            queue.Metrics.Durations.Observe(queue.Time.GetElapsedTime(began).TotalSeconds);
            switch (result.Verdict)
            {
                case WriteVerdict.Accepted:
                    queue.Metrics.Sent.Metadata.Add(count);
                    queue.Metrics.MetadataBytes.Add(_builder.Body.Length);
                    return;
                case WriteVerdict.Refused:
                    queue.Metrics.Failed.Metadata.Add(count);
                    queue.Log.Error("non-recoverable error while sending metadata", [("count", count), ("err", result.Error)]);
                    return;
                default:
                    await backoff.WaitAsync(result, cancellation);
                    queue.Metrics.Retried.Metadata.Add(count);
                    break;
            }
        }
    }

    /// <summary>An interval of nothing would send without a pause.</summary>
    private TimeSpan Interval() => queue.Options.Metadata.SendInterval is { Ticks: >= TimeSpan.TicksPerMillisecond } interval ? interval : TimeSpan.FromSeconds(1);
}
