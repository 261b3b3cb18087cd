using System.Net;
using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Foundation.Logging;

namespace Pharos.Discovery.Kubernetes.Watching;

/// <summary>Keeps a cache as the API server has it.</summary>
/// <remarks>
/// <code>
///   list ──► watch ──► watch ──► ...        each goes on where the last one ended, after some minutes or a broken connection
///    ▲         │ the version is no longer known, or the server sent what makes no sense
///    └─────────┘
/// </code>
/// What fails is tried again after a while, longer each time. The cache stays as it is meanwhile.
/// </remarks>
internal sealed class ResourceWatch<T>(ClusterApi api, ApiResource<T> resource, ResourceScope scope, ObjectCache<T> cache, WatchServices services) : IResourceWatch
    where T : ApiObject
{
    /// <summary>Any list will do, which the server has in memory.</summary>
    private const string AnyVersion = "0";

    /// <summary>Only the newest will do.</summary>
    private const string NewestVersion = "";

    private static readonly TimeSpan ShortestWatch = TimeSpan.FromMinutes(5);

    /// <summary>A watch that ends sooner was none.</summary>
    private static readonly TimeSpan ImplausibleWatch = TimeSpan.FromSeconds(1);

    private readonly Backoff _backoff = new(services.Time, services.Jitter);

    /// <summary>Of the next list.</summary>
    private string _listVersion = AnyVersion;

    /// <summary>Where the next watch goes on; null if a list has to be read first.</summary>
    private string? _watchVersion;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var pause = _watchVersion is null ? await TryListAsync(stop) : await TryWatchAsync(_watchVersion, stop);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, services.Time, stop);
            }
        }
    }

    /// <summary>Returns how long to wait then.</summary>
    private async Task<TimeSpan> TryListAsync(CancellationToken stop)
    {
        try
        {
            var all = new Dictionary<ObjectKey, T>();
            var version = await api.ListAsync(resource, scope, _listVersion, item => ObjectCache<T>.Collect(all, item), stop);
            cache.Replace(all);
            (_listVersion, _watchVersion) = (version, version);
            return TimeSpan.Zero;
        }
        catch (Exception error) when (error is ClusterApiException or HttpRequestException)
        {
            cache.Failed();

            if (error is ClusterApiException { Status: HttpStatusCode.Gone or HttpStatusCode.GatewayTimeout })
            {
                // So answers a server that was set back, which knows only older versions than the last one here.
                _listVersion = NewestVersion;
            }

            return Failed("Failed to list", error);
        }
    }

    private async Task<TimeSpan> TryWatchAsync(string version, CancellationToken stop)
    {
        var start = services.Time.GetTimestamp();
        try
        {
            await foreach (var one in api.WatchAsync(resource, scope, version, ShortestWatch * (1 + services.Jitter()), stop))
            {
                Apply(one);
                if (one.Version.Length > 0)
                {
                    (_watchVersion, _listVersion) = (one.Version, one.Version);
                }
            }
        }
        catch (ClusterApiException error) when (error.IsGone)
        {
            // That is no failure: more has happened than the server remembers.
            services.Log.Info("Kubernetes watch is too far behind, reading the list again", [("resource", resource.Name), ("namespace", scope.Namespace)]);
            _watchVersion = null;
        }
        catch (ClusterApiException error)
        {
            // A refusal is tried again as it was; behind something that makes no sense, only a new list can be trusted.
            _watchVersion = error.Status == default ? null : _watchVersion;
            return Failed("Failed to watch", error);
        }
        catch (HttpRequestException error)
        {
            return Failed("Failed to watch", error);
        }

        // A server that ends watches at once is not to be kept busy.
        return services.Time.GetElapsedTime(start) >= ImplausibleWatch ? TimeSpan.Zero : _backoff.Next();
    }

    private void Apply(WatchEvent<T> one)
    {
        if (one is { Kind: WatchEventKind.Deleted, Object: { } gone })
        {
            cache.Remove(gone.Key);
        }
        else if (one.Object is { } item)
        {
            cache.Put(item);
        }
    }

    private TimeSpan Failed(string what, Exception error)
    {
        services.Failures.Increment();
        var pause = _backoff.Next(error is ClusterApiException refusal ? refusal.RetryAfter : TimeSpan.Zero);
        services.Log.Error(what, [("resource", resource.Name), ("namespace", scope.Namespace), ("err", error.Message), ("retry_in", pause)]);
        return pause;
    }
}
