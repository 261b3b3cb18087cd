using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Foundation.Time;
using Pharos.Instrumentation;
using Pharos.Model;

namespace Pharos.Discovery.Kuma;

/// <summary>Asks for monitoring assignments, in the way of xDS: each question names the version that is known, and waits for another.</summary>
internal sealed class KumaDiscoverer(KumaDiscoveryOptions options, DiscoveryServices services) : IDiscoverer, IDisposable
{
    private const string Prefix = "__meta_kuma_";
    private const string AssignmentType = "type.googleapis.com/kuma.observability.v1.MonitoringAssignment";

    /// <summary>For the way to the server and back.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    private readonly ApiClient _client = new(options.Http, services.Http);
    private readonly KumaMetrics _metrics = services.Metrics.Of(static registry => new KumaMetrics(registry));
    private string _version = "";
    private string _nonce = "";

    public async Task RunAsync(ITargetSink sink, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.RefreshInterval, services.Time);
        try
        {
            do
            {
                var start = services.Time.GetTimestamp();
                var targets = await FetchAsync(stop);
                _metrics.Seconds.Observe(services.Time.GetElapsedTime(start).TotalSeconds);
                if (targets is not null)
                {
                    sink.Update([new TargetGroup("kuma", default, targets)]);
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Null if nothing has changed, or if it could not be told.</summary>
    private async Task<IReadOnlyList<Labels>?> FetchAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(options.FetchTimeout + Margin, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            using var answer = await _client.SendForJsonAsync(Request(), either.Token);
            var targets = Targets(answer.RootElement);
            (_version, _nonce) = (Either(answer.RootElement, "versionInfo", "version_info").Text(), answer.RootElement.Text("nonce"));
            return targets;
        }
        catch (HttpRequestException error) when (error.StatusCode == HttpStatusCode.NotModified)
        {
            _metrics.Skipped.Increment();
            return null;
        }
        catch (Exception error) when (error is HttpRequestException or JsonException || (error is OperationCanceledException && !stop.IsCancellationRequested))
        {
            _metrics.Failures.Increment();
            services.Log.Error("error parsing resources", [("err", error is OperationCanceledException ? $"no answer within {options.FetchTimeout + Margin}" : error.Message)]);
            return null;
        }
    }

    private HttpRequestMessage Request()
    {
        var url = new UrlQuery(options.Server.TrimEnd('/') + "/v3/discovery:monitoringassignments").Add("fetch-timeout", PrometheusDuration.Format(options.FetchTimeout));
        var request = ApiClient.Request(HttpMethod.Post, url.ToString());
        var client = options.ClientId.Length > 0 ? options.ClientId : Environment.MachineName;
        request.Content = new StringContent(
            $$"""
            {"version_info":"{{JsonEncodedText.Encode(_version)}}","node":{"id":"{{JsonEncodedText.Encode(client)}}"},"type_url":"{{AssignmentType}}","response_nonce":"{{JsonEncodedText.Encode(_nonce)}}"}
            """,
            new MediaTypeHeaderValue("application/json"));
        return request;
    }

    private static List<Labels> Targets(JsonElement answer)
    {
        var type = Either(answer, "typeUrl", "type_url").Text();
        if (type != AssignmentType)
        {
            throw new JsonException($"received invalid typeURL for Kuma MADS v1 Resource: {type}");
        }

        var targets = new List<Labels>();
        var labels = new TargetLabels();
        foreach (var assignment in answer.Items("resources"))
        {
            foreach (var target in assignment.Items("targets"))
            {
                var name = target.Text("name");
                targets.Add(SetUserLabels(SetUserLabels(labels, target), assignment)
                    .Set(Prefix + "mesh", assignment.Text("mesh"))
                    .Set(Prefix + "service", assignment.Text("service"))
                    .Set(Prefix + "dataplane", name)
                    .Set("instance", name)
                    .Set(TargetLabels.Address, target.Text("address"))
                    .Set("__scheme__", target.Text("scheme"))
                    .Set("__metrics_path__", Either(target, "metricsPath", "metrics_path").Text())
                    .ToLabels());
            }
        }

        return targets;
    }

    private static TargetLabels SetUserLabels(TargetLabels labels, JsonElement element)
    {
        foreach (var label in element.Entries("labels"))
        {
            labels.SetNamed(Prefix + "label_", label.Name, label.Value.Text());
        }

        return labels;
    }

    /// <summary>Messages in JSON may have the names of their fields in either form.</summary>
    private static JsonElement Either(JsonElement element, string name, string other) => element.Has(name) ? element.Field(name) : element.Field(other);
}

/// <summary>What all discoverers in Kuma count together.</summary>
internal sealed class KumaMetrics(MetricRegistry registry)
{
    public Counter Failures { get; } = registry.Counter("prometheus_sd_kuma_fetch_failures_total", "The number of Kuma MADS fetch call failures.");

    public Counter Skipped { get; } = registry.Counter(
        "prometheus_sd_kuma_fetch_skipped_updates_total", "The number of Kuma MADS fetch calls that result in no updates to the targets.");

    public Summary Seconds { get; } = registry.Summary(
        "prometheus_sd_kuma_fetch_duration_seconds", "The duration of a Kuma MADS fetch call.", new SummaryOptions { Quantiles = [0.5, 0.9, 0.99] });
}
