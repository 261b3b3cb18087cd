using System.Globalization;
using System.Text.Json;
using Pharos.Configuration;
using Pharos.Discovery.Api;
using Pharos.Http;

namespace Pharos.Discovery.Consul;

/// <summary>The questions that Consul is asked. Thread-safe.</summary>
internal sealed class ConsulApi : IDisposable
{
    /// <summary>How long a question waits at the server for a change.</summary>
    private const string LongestWait = "120000ms";

    /// <summary>The server adds up to a sixteenth to the wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120 + 15);

    private readonly ConsulDiscoveryOptions _options;
    private readonly ConsulMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ApiClient _client;
    private readonly string _url;
    private readonly string _socket = "";
    private readonly Secret _token;
    private readonly string _namespace;
    private readonly string _partition;

    public ConsulApi(ConsulDiscoveryOptions options, DiscoveryServices services, ConsulMetrics metrics)
    {
        (_options, _metrics, _time) = (options, metrics, services.Time);
        _client = new ApiClient(options.Http, services.Http);

        // Consul's own programs take what is not configured from these.
        _token = options.Token.IsEmpty ? new Secret(services.Http.Variable("CONSUL_HTTP_TOKEN") ?? "") : options.Token;
        _namespace = options.Namespace.Length > 0 ? options.Namespace : services.Http.Variable("CONSUL_NAMESPACE") ?? "";
        _partition = options.Partition.Length > 0 ? options.Partition : services.Http.Variable("CONSUL_PARTITION") ?? "";

        var parts = options.Server.Split("://", 2);
        var isSocket = parts is ["unix", _];
        _socket = isSocket ? parts[1] : "";
        var scheme = parts is ["http" or "https", _] ? parts[0] : options.Scheme;
        var prefix = options.PathPrefix.Trim('/');
        _url = $"{(isSocket ? "http" : scheme)}://{(isSocket ? "localhost" : parts[^1].TrimEnd('/'))}{(prefix.Length > 0 ? "/" + prefix : "")}/v1/";
    }

    /// <summary>The name of the agent's own datacenter.</summary>
    public async Task<string> DatacenterAsync(CancellationToken cancel)
    {
        var (answer, _) = await AskAsync("agent/self", static _ => { }, 0, cancel);
        using (answer)
        {
            var name = answer.RootElement.Field("Config", "Datacenter");
            return name.ValueKind == JsonValueKind.String ? name.Text() : throw new JsonException("the agent does not say its Config.Datacenter");
        }
    }

    /// <summary>Names of services with the tags that any of their instances has, once the index is not the given one.</summary>
    public async Task<(JsonDocument Services, ulong Index)> ServicesAsync(ulong index, CancellationToken cancel)
    {
        var start = _time.GetTimestamp();
        var answer = await AskAsync("catalog/services", query => Blocking(query, index).Add("filter", _options.Filter), index, cancel);
        _metrics.ServicesSeconds.Observe(_time.GetElapsedTime(start).TotalSeconds);
        return answer;
    }

    /// <summary>The instances of a service that have all tags.</summary>
    public async Task<(JsonDocument Instances, ulong Index)> InstancesAsync(string service, ulong index, CancellationToken cancel)
    {
        var start = _time.GetTimestamp();
        var answer = await AskAsync(
            $"health/service/{Uri.EscapeDataString(service)}",
            query =>
            {
                Blocking(query, index).Add("filter", _options.HealthFilter);
                foreach (var tag in _options.Tags)
                {
                    query.Add("tag", tag);
                }
            },
            index,
            cancel);
        _metrics.ServiceSeconds.Observe(_time.GetElapsedTime(start).TotalSeconds);
        return answer;
    }

    public void Dispose() => _client.Dispose();

    private UrlQuery Blocking(UrlQuery query, ulong index)
    {
        if (index > 0)
        {
            query.Add("index", index.ToString(CultureInfo.InvariantCulture)).Add("wait", LongestWait);
        }

        foreach (var (name, value) in _options.NodeMeta)
        {
            query.Add("node-meta", $"{name}:{value}");
        }

        return query.AddIf(_options.AllowStale, "stale");
    }

    private async Task<(JsonDocument Answer, ulong Index)> AskAsync(string path, Action<UrlQuery> complete, ulong index, CancellationToken cancel)
    {
        var query = new UrlQuery(_url + path).Add("dc", _options.Datacenter).Add("ns", _namespace).Add("partition", _partition);
        complete(query);
        var request = ApiClient.Request(HttpMethod.Get, query.ToString());
        if (!_token.IsEmpty)
        {
            request.Headers.TryAddWithoutValidation("X-Consul-Token", _token.Reveal());
        }

        if (_socket.Length > 0)
        {
            request.Options.Set(RequestOptions.UnixSocket, _socket);
        }

        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var answer = await _client.SendAsync(request, either.Token);
            _ = ulong.TryParse(answer.Header("X-Consul-Index"), NumberStyles.None, CultureInfo.InvariantCulture, out var next);

            // An index that goes back is that of a server which lost its memory: waiting for it to be passed could take for ever.
            return (answer.ToJson(), next < index ? 0 : next);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {Patience}", error);
        }
    }
}
