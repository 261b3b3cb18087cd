using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Http;
using Pharos.Http.Options;

namespace Pharos.Discovery.Docker;

/// <summary>What the mechanisms that ask a Docker daemon have in common.</summary>
internal abstract class DockerApiDiscoverer : ApiDiscoverer
{
    private readonly string _url;
    private readonly string _socket;
    private readonly string _filters;

    protected DockerApiDiscoverer(string mechanism, string host, IReadOnlyList<FilterOptions> filters, HttpClientOptions http, TimeSpan interval, DiscoveryServices services)
        : base(mechanism, http, interval, services)
    {
        (_url, _socket) = DockerHost.TryParse(host, out var url, out var socket) ? (url, socket) : throw new ArgumentException($"\"{host}\" is no host of a Docker daemon", nameof(host));
        _filters = DockerHost.FilterText(filters);
    }

    protected override TimeSpan Patience => Interval;

    protected Task<JsonDocument> FilteredAsync(string path, CancellationToken cancel) => GetAsync(new UrlQuery(_url + path).Add("filters", _filters).ToString(), cancel);

    protected Task<JsonDocument> AllAsync(string path, CancellationToken cancel) => GetAsync(_url + path, cancel);

    /// <summary>The labels of each network, by its id.</summary>
    protected async Task<Dictionary<string, Dictionary<string, string>>> NetworksAsync(string prefix, CancellationToken cancel)
    {
        using var networks = await AllAsync("/networks", cancel);
        var all = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var network in networks.RootElement.Items())
        {
            var labels = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [prefix + "network_id"] = network.Text("Id"),
                [prefix + "network_name"] = network.Text("Name"),
                [prefix + "network_scope"] = network.Text("Scope"),
                [prefix + "network_internal"] = network.Flag("Internal") ? "true" : "false",
                [prefix + "network_ingress"] = network.Flag("Ingress") ? "true" : "false",
            };
            AddLabels(labels, prefix + "network_label_", network.Entries("Labels"));
            all[network.Text("Id")] = labels;
        }

        return all;
    }

    protected static void AddLabels(Dictionary<string, string> labels, string prefix, IEnumerable<JsonProperty> entries)
    {
        foreach (var entry in entries)
        {
            labels[prefix + Targets.TargetLabels.Sanitize(entry.Name)] = entry.Value.Text();
        }
    }

    private Task<JsonDocument> GetAsync(string url, CancellationToken cancel)
    {
        var request = ApiClient.Request(HttpMethod.Get, url);
        if (_socket.Length > 0)
        {
            request.Options.Set(RequestOptions.UnixSocket, _socket);
        }

        return Client.SendForJsonAsync(request, cancel);
    }
}
