using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;

namespace Pharos.Rules.Notifying;

/// <summary>
/// What waits to be sent to one Alertmanager, and the loop that sends it, a batch at a time. An Alertmanager that hangs holds up nobody
/// else. A batch that fails is not sent again: what still fires comes again with the next resending.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without timers holds nothing.")]
internal sealed class AlertmanagerQueue
{
    private readonly AlertmanagerClient _client;
    private readonly NotifierOptions _options;
    private readonly NotifierMetrics _allMetrics;
    private readonly AlertmanagerMetrics _metrics;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Channel<Notification> _waiting;
    private readonly CancellationTokenSource _abandon = new();
    private readonly Task _sending;
    private int _pushedOut;

    public AlertmanagerQueue(AlertmanagerClient client, NotifierOptions options, NotifierMetrics metrics, ILogger log, TimeProvider time)
    {
        (_client, _options, _allMetrics, _time) = (client, options, metrics, time);
        _log = log.With(("alertmanager", client.Url));
        _metrics = metrics.Claim(client.Url);
        _waiting = Channel.CreateBounded<Notification>(
            new BoundedChannelOptions(options.QueueCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true },
            _ => _pushedOut++);
        _sending = Task.Run(SendAllAsync);
    }

    /// <summary>Where there is no more room, the oldest make it. Not to be called concurrently, nor after <see cref="StopAsync"/>.</summary>
    public void Add(IReadOnlyList<Notification> notifications)
    {
        var tooMany = Math.Max(0, notifications.Count - _options.QueueCapacity);
        _pushedOut = 0;
        foreach (var notification in notifications.Skip(tooMany))
        {
            // Counted first, since the loop may take it at once.
            _metrics.QueueLength.Increment();
            _waiting.Writer.TryWrite(notification);
        }

        _metrics.QueueLength.Add(-_pushedOut);
        Drop(tooMany, "Alert batch larger than queue capacity, dropping alerts");
        Drop(_pushedOut, "Alert notification queue full, dropping alerts");
    }

    /// <summary>Ends when nothing is sent any more.</summary>
    /// <param name="drains">Whether what still waits is sent; if not, it is dropped, and a request that is under way is given up.</param>
    public Task StopAsync(bool drains)
    {
        _waiting.Writer.Complete();
        return drains ? _sending : Task.WhenAll(_abandon.CancelAsync(), _sending);
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(_abandon.Token))
            {
                await SendAsync(NextBatch(_options.MaxBatchSize));
            }
        }
        catch (OperationCanceledException) when (_abandon.IsCancellationRequested)
        {
            Drop(NextBatch(_options.QueueCapacity).Count, "Alert notification queue not drained on shutdown, dropping alerts");
        }

        _allMetrics.Release(_client.Url);
    }

    private List<Notification> NextBatch(int most)
    {
        var batch = new List<Notification>(Math.Min(most, _waiting.Reader.Count));
        while (batch.Count < most && _waiting.Reader.TryRead(out var notification))
        {
            batch.Add(notification);
        }

        _metrics.QueueLength.Add(-batch.Count);
        return batch;
    }

    private async Task SendAsync(List<Notification> batch)
    {
        var began = _time.GetTimestamp();
        if (await _client.SendAsync(batch, _abandon.Token) is { } error)
        {
            _metrics.Errors.Add(batch.Count);
            _metrics.Dropped.Add(batch.Count);
            _log.Error("Error sending alerts", [("count", batch.Count), ("err", error)]);
            return;
        }

        _metrics.ObserveLatency(_time.GetElapsedTime(began));
        _metrics.Sent.Add(batch.Count);
    }

    private void Drop(int count, string why)
    {
        if (count > 0)
        {
            _metrics.Dropped.Add(count);
            _log.Warn(why, [("count", count)]);
        }
    }
}
