using Pharos.Discovery.Refreshing;
using Pharos.Discovery.Targets;
using Pharos.Http;
using Pharos.Http.Options;
using Pharos.Model;

namespace Pharos.Discovery.Api;

/// <summary>A mechanism that asks an API for all targets at an interval.</summary>
internal abstract class ApiDiscoverer : RefreshDiscoverer, IDisposable
{
    protected ApiDiscoverer(string mechanism, HttpClientOptions http, TimeSpan interval, DiscoveryServices services, ClientExtras? extras = null)
        : base(mechanism, interval, services)
    {
        Client = new ApiClient(http, services.Http, extras);
    }

    protected ApiClient Client { get; }

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing) => Client.Dispose();

    /// <summary>The answer of mechanisms whose targets are one group.</summary>
    protected static IReadOnlyList<TargetGroup> OneGroup(string source, IReadOnlyList<Labels> targets) => [new TargetGroup(source, default, targets)];
}
