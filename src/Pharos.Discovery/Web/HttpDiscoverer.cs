using System.Globalization;
using System.Net;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Instrumentation;

namespace Pharos.Discovery.Web;

/// <summary>Asks a server for a list of targets. A request has as long as there is until the next.</summary>
internal sealed class HttpDiscoverer(HttpDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services)
{
    private readonly HttpMetrics _metrics = services.Metrics.Of(static registry => new HttpMetrics(registry));

    protected override TimeSpan Patience => Interval;

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        try
        {
            var seconds = options.RefreshInterval.TotalSeconds.ToString("R", CultureInfo.InvariantCulture);
            var request = ApiClient.Request(HttpMethod.Get, options.Url, ("Accept", "application/json"), ("X-Prometheus-Refresh-Interval-Seconds", seconds));
            var answer = await Client.SendAsync(request, cancel);
            if (answer.Status != HttpStatusCode.OK)
            {
                throw new HttpRequestException($"{answer.Name}: server returned HTTP status {(int)answer.Status}");
            }

            if (!answer.IsJson)
            {
                throw new HttpRequestException($"{answer.Name}: unsupported content type \"{answer.ContentType}\"");
            }

            return TargetListJson.Read(answer.Body, options.Url, ("__meta_url", options.Url));
        }
        catch
        {
            _metrics.Failures.Increment();
            throw;
        }
    }
}

/// <summary>What all discoverers of this kind count together.</summary>
internal sealed class HttpMetrics(MetricRegistry registry)
{
    public Counter Failures { get; } = registry.Counter("prometheus_sd_http_failures_total", "Number of HTTP service discovery refresh failures.");
}
