using System.Threading.Channels;
using Pharos.Instrumentation;

namespace Pharos.Server.Web;

/// <summary>Something about the server that its users should know now.</summary>
/// <param name="IsActive">False when it is told that this is over.</param>
internal sealed record Notification(string Text, DateTimeOffset Date, bool IsActive);

/// <summary>What users should know now, and those who want to hear at once of what is new. Safe for concurrent use.</summary>
internal sealed class Notifications
{
    // The texts name the reference, because the web interface and tools compare them whole.
    public const string ReloadFailed = "Configuration reload has failed.";
    public const string StartingUp = "Prometheus is starting and replaying the write-ahead log (WAL).";
    public const string ShuttingDown = "Prometheus is shutting down and gracefully stopping all operations.";

    /// <summary>How far behind a subscriber may be before it misses something.</summary>
    private const int Backlog = 10;

    private readonly Lock _lock = new();
    private readonly int _maxSubscribers;
    private readonly TimeProvider _time;
    private readonly List<Notification> _current = [];
    private readonly HashSet<Channel<Notification>> _subscribers = [];
    private readonly Counter _sent;
    private readonly Counter _dropped;
    private bool _isOver;

    public Notifications(int maxSubscribers, MetricRegistry metrics, TimeProvider time)
    {
        (_maxSubscribers, _time) = (maxSubscribers, time);
        metrics.GaugeFromFunction("prometheus_api_notification_active_subscribers", "The current number of active notification subscribers.", () => _subscribers.Count);
        _sent = metrics.Counter("prometheus_api_notification_updates_sent_total", "Total number of notification updates sent.");
        _dropped = metrics.Counter("prometheus_api_notification_updates_dropped_total", "Total number of notification updates dropped.");
    }

    public IReadOnlyList<Notification> Current()
    {
        lock (_lock)
        {
            return [.. _current];
        }
    }

    /// <summary>Tells something, or tells it again with the time of now.</summary>
    public void Add(string text)
    {
        lock (_lock)
        {
            var told = new Notification(text, _time.GetUtcNow(), IsActive: true);
            var known = _current.FindIndex(one => one.Text == text);
            if (known < 0)
            {
                _current.Add(told);
            }
            else
            {
                _current[known] = told;
            }

            Send(told);
        }
    }

    public void Set(string text, bool isSo)
    {
        if (isSo)
        {
            Add(text);
        }
        else
        {
            Remove(text);
        }
    }

    /// <summary>It is over, if it was told.</summary>
    public void Remove(string text)
    {
        lock (_lock)
        {
            if (_current.FindIndex(one => one.Text == text) is >= 0 and var known)
            {
                Send(_current[known] with { IsActive = false });
                _current.RemoveAt(known);
            }
        }
    }

    /// <summary>What is known now and then what is new; null if too many listen already. Ended by <see cref="Unsubscribe"/> or by <see cref="End"/>.</summary>
    public Channel<Notification>? Subscribe()
    {
        lock (_lock)
        {
            if (_isOver || _subscribers.Count >= _maxSubscribers)
            {
                return null;
            }

            var channel = Channel.CreateBounded<Notification>(Math.Max(Backlog, _current.Count));
            foreach (var told in _current)
            {
                channel.Writer.TryWrite(told);
            }

            _subscribers.Add(channel);
            return channel;
        }
    }

    public void Unsubscribe(Channel<Notification> channel)
    {
        lock (_lock)
        {
            _subscribers.Remove(channel);
        }
    }

    /// <summary>Nothing more comes: who listens gets what was told, and then the end.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
            foreach (var channel in _subscribers)
            {
                channel.Writer.TryComplete();
            }
        }
    }

    private void Send(Notification notification)
    {
        foreach (var channel in _subscribers)
        {
            _sent.Increment();
            if (!channel.Writer.TryWrite(notification))
            {
                _dropped.Increment();
            }
        }
    }
}
