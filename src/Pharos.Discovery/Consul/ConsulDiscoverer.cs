using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;

namespace Pharos.Discovery.Consul;

/// <summary>
/// Watches the list of services, and each service that is wanted, by questions that wait at the server until something has changed. Each
/// service is a group.
/// </summary>
internal sealed class ConsulDiscoverer : IDiscoverer, IDisposable
{
    internal static readonly TimeSpan Retry = TimeSpan.FromSeconds(15);

    private readonly ConsulDiscoveryOptions _options;
    private readonly DiscoveryServices _services;
    private readonly ConsulMetrics _metrics;
    private readonly ConsulApi _api;

    public ConsulDiscoverer(ConsulDiscoveryOptions options, DiscoveryServices services)
    {
        (_options, _services) = (options, services);
        _metrics = services.Metrics.Of(static registry => new ConsulMetrics(registry));
        _api = new ConsulApi(options, services, _metrics);
    }

    /// <summary>Names alone need no list. Tags and filters are looked at in it.</summary>
    private bool WatchesList => _options.Services.Count == 0 || _options.Tags.Count > 0 || _options.Filter.Length > 0;

    public async Task RunAsync(ITargetSink sink, CancellationToken stop)
    {
        var watches = new Dictionary<string, ServiceWatch>(StringComparer.Ordinal);
        try
        {
            var datacenter = await DatacenterAsync(stop);
            if (WatchesList)
            {
                await WatchListAsync(datacenter, watches, sink, stop);
            }
            else
            {
                foreach (var service in _options.Services)
                {
                    watches.TryAdd(service, Watch(service, datacenter, sink, stop));
                }

                await Task.Delay(Timeout.InfiniteTimeSpan, _services.Time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            foreach (var watch in watches.Values)
            {
                await watch.DisposeAsync();
            }
        }
    }

    public void Dispose() => _api.Dispose();

    private async Task<string> DatacenterAsync(CancellationToken stop)
    {
        while (_options.Datacenter.Length == 0)
        {
            try
            {
                return await _api.DatacenterAsync(stop);
            }
            catch (Exception error) when (error is HttpRequestException or JsonException)
            {
                await FailedAsync("Error retrieving datacenter name", error, stop);
            }
        }

        return _options.Datacenter;
    }

    private async Task WatchListAsync(string datacenter, Dictionary<string, ServiceWatch> watches, ITargetSink sink, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_options.RefreshInterval, _services.Time);
        var index = 0UL;
        do
        {
            try
            {
                var (services, next) = await _api.ServicesAsync(index, stop);
                using (services)
                {
                    // The same index: the wait was over, and nothing had changed.
                    if (next != index || index == 0)
                    {
                        index = next;
                        await FollowAsync(Wanted(services.RootElement), datacenter, watches, sink, stop);
                    }
                }
            }
            catch (Exception error) when (error is HttpRequestException or JsonException)
            {
                await FailedAsync("Error refreshing service list", error, stop);
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private HashSet<string> Wanted(JsonElement services) => services.ValueKind == JsonValueKind.Object
        ? services.EnumerateObject()
            .Where(service => _options.Services.Count == 0 || _options.Services.Contains(service.Name))
            .Where(service => _options.Tags.All(tag => service.Value.Items().Any(item => item.Text() == tag)))
            .Select(static service => service.Name).ToHashSet(StringComparer.Ordinal)
        : throw new JsonException("the list of services is no object");

    private async Task FollowAsync(HashSet<string> wanted, string datacenter, Dictionary<string, ServiceWatch> watches, ITargetSink sink, CancellationToken stop)
    {
        foreach (var service in wanted.Where(service => !watches.ContainsKey(service)))
        {
            watches.Add(service, Watch(service, datacenter, sink, stop));
        }

        // The watch ends before its group does: what it may still have found does not come back.
        var gone = watches.Keys.Where(service => !wanted.Contains(service)).ToList();
        foreach (var service in gone)
        {
            watches.Remove(service, out var watch);
            await watch!.DisposeAsync();
        }

        if (gone.Count > 0 || watches.Count == 0)
        {
            sink.Update([.. gone.Select(TargetGroup.Gone)]);
        }
    }

    private ServiceWatch Watch(string service, string datacenter, ITargetSink sink, CancellationToken stop) =>
        new(cancel => WatchAsync(service, datacenter, sink, cancel), stop);

    private async Task WatchAsync(string service, string datacenter, ITargetSink sink, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_options.RefreshInterval, _services.Time);
        var index = 0UL;
        do
        {
            try
            {
                var (instances, next) = await _api.InstancesAsync(service, index, stop);
                using (instances)
                {
                    if (next != index || index == 0)
                    {
                        index = next;
                        sink.Update([ConsulTargets.Group(service, datacenter, instances.RootElement, _options.TagSeparator)]);
                    }
                }
            }
            catch (Exception error) when (error is HttpRequestException or JsonException)
            {
                await FailedAsync($"Error refreshing service {service}", error, stop);
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task FailedAsync(string what, Exception error, CancellationToken stop)
    {
        _metrics.Failures.Increment();
        _services.Log.Error(what, [("err", error.Message)]);
        await Task.Delay(Retry, _services.Time, stop);
    }
}
