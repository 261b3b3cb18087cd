using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Instrumentation;

namespace Pharos.Discovery.ZooKeeper;

/// <summary>
/// Keeps a copy of the trees below some paths, by asking for each node once and again when the server says that it has changed. Each node that
/// describes a target is a group. When the connection is lost the targets stay, and are compared with the trees when it is there again.
/// </summary>
internal sealed class ZooKeeperDiscoverer(ZooKeeperDiscoveryOptions options, DiscoveryServices services) : IDiscoverer
{
    internal static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    /// <summary>A tree with more is not one of services.</summary>
    private const int MostNodes = 1_000_000;

    private readonly ZooKeeperMetrics _metrics = services.Metrics.Of(static registry => new ZooKeeperMetrics(registry));

    /// <summary>The names below each node there is.</summary>
    private readonly Dictionary<string, List<string>> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _targets = new(StringComparer.Ordinal);

    public async Task RunAsync(ITargetSink sink, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(sink, stop);
            }
            catch (Exception error) when (!stop.IsCancellationRequested && error is IOException or InvalidDataException or ChannelClosedException or ObjectDisposedException)
            {
                _metrics.Failures.Increment();
                services.Log.Error("Lost ZooKeeper, trying again", [("err", error.Message), ("pause", Retry)]);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            finally
            {
                _metrics.Watchers.Add(-_nodes.Count);
                _nodes.Clear();
            }

            await Task.Delay(Retry, services.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(ITargetSink sink, CancellationToken stop)
    {
        var server = options.Servers[RandomNumberGenerator.GetInt32(options.Servers.Count)];
        if (!ZooKeeperServer.TryParse(server, out var host, out var port))
        {
            throw new IOException($"\"{server}\" is no server");
        }

        await using var session = await ZooKeeperSession.OpenAsync(host, port, options.Timeout, services.Time, stop);
        var update = new Dictionary<string, TargetGroup>(StringComparer.Ordinal);
        foreach (var path in options.Paths)
        {
            await ReadTreeAsync(session, path.Length > 1 ? path.TrimEnd('/') : path, update, stop);
        }

        // What went while there was no connection.
        foreach (var source in _targets.Where(source => !_nodes.ContainsKey(source)))
        {
            update[source] = TargetGroup.Gone(source);
        }

        Send(sink, update);
        await foreach (var path in session.Changes.ReadAllAsync(stop))
        {
            update.Clear();
            await ReadTreeAsync(session, path, update, stop);
            Send(sink, update);
        }
    }

    private void Send(ITargetSink sink, Dictionary<string, TargetGroup> update)
    {
        sink.Update([.. update.Values]);
        foreach (var group in update.Values)
        {
            _ = group.Targets.Count > 0 ? _targets.Add(group.Source) : _targets.Remove(group.Source);
        }
    }

    /// <summary>Reads a node, and those below it that are not known yet. Without recursion: trees may be deep.</summary>
    private async Task ReadTreeAsync(ZooKeeperSession session, string top, Dictionary<string, TargetGroup> update, CancellationToken stop)
    {
        var pending = new Stack<string>([top]);
        while (pending.TryPop(out var path))
        {
            var data = await session.DataAsync(path, stop);
            var children = data is null ? null : await session.ChildrenAsync(path, stop);
            if (data is null || children is null)
            {
                Remove(path, update);
                if (options.Paths.Any(configured => configured.TrimEnd('/') == path))
                {
                    throw new IOException($"path {path} does not exist");
                }

                continue;
            }

            update[path] = Group(path, data);
            var known = _nodes.GetValueOrDefault(path);
            if (known is null)
            {
                _metrics.Watchers.Increment();
            }

            _nodes[path] = children;
            if (_nodes.Count > MostNodes)
            {
                throw new IOException($"there are more than {MostNodes} nodes");
            }

            foreach (var name in known?.Except(children, StringComparer.Ordinal) ?? [])
            {
                Remove(Below(path, name), update);
            }

            foreach (var child in children.Select(name => Below(path, name)).Where(child => !_nodes.ContainsKey(child)))
            {
                pending.Push(child);
            }
        }
    }

    private void Remove(string top, Dictionary<string, TargetGroup> update)
    {
        var pending = new Stack<string>([top]);
        while (pending.TryPop(out var path))
        {
            update[path] = TargetGroup.Gone(path);
            if (_nodes.Remove(path, out var children))
            {
                _metrics.Watchers.Decrement();
                foreach (var name in children)
                {
                    pending.Push(Below(path, name));
                }
            }
        }
    }

    /// <summary>Without a target if the content describes none: nodes that others are below have other content.</summary>
    private TargetGroup Group(string path, byte[] data)
    {
        try
        {
            using var member = JsonDocument.Parse(data);
            return member.RootElement.ValueKind == JsonValueKind.Object
                ? new TargetGroup(path, default, [options.Target(member.RootElement, path)])
                : TargetGroup.Gone(path);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            services.Log.Debug("A node describes no target", [("path", path), ("err", error.Message)]);
            return TargetGroup.Gone(path);
        }
    }

    private static string Below(string path, string name) => path == "/" ? path + name : path + "/" + name;
}

/// <summary>What all discoverers in ZooKeeper count together.</summary>
internal sealed class ZooKeeperMetrics(MetricRegistry registry)
{
    public Counter Failures { get; } = registry.Counter("prometheus_treecache_zookeeper_failures_total", "The total number of ZooKeeper failures.");

    public Gauge Watchers { get; } = registry.Gauge("prometheus_treecache_watcher_goroutines", "The current number of watcher goroutines.");
}
