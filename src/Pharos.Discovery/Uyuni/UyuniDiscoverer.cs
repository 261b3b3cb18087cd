using System.Net.Http.Headers;
using System.Xml.Linq;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Uyuni;

/// <summary>Logs in when it has to, and asks for the exporters of all systems that are to be monitored.</summary>
internal sealed class UyuniDiscoverer(UyuniDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_uyuni_";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(10);

    private readonly string _url = options.Server.TrimEnd('/') + "/rpc/api";
    private string _token = "";
    private DateTimeOffset _tokenEnd;

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var now = Services.Time.GetUtcNow();
        if (now >= _tokenEnd)
        {
            var answer = await CallAsync("auth.login", cancel, options.Username, options.Password.Reveal(), (int)TokenLifetime.TotalSeconds);
            (_token, _tokenEnd) = (answer.Value.Trim(), now + TokenLifetime / 2);
        }

        try
        {
            return OneGroup(_url, await TargetsAsync(cancel));
        }
        catch
        {
            // The token may be what is wrong.
            _tokenEnd = default;
            throw;
        }
    }

    private async Task<List<Labels>> TargetsAsync(CancellationToken cancel)
    {
        var systems = await CallAsync("system.listSystemGroupsForSystemsWithEntitlement", cancel, _token, options.Entitlement);
        var groups = new Dictionary<int, string>();
        foreach (var system in XmlRpc.Items(systems))
        {
            var names = XmlRpc.Items(XmlRpc.Member(system, "system_groups")).Select(static group => XmlRpc.Text(group, "name"));
            groups[XmlRpc.Integer(system, "id")] = string.Join(options.Separator, names);
        }

        var ids = groups.Keys.Order().ToList();
        var endpoints = await CallAsync("system.monitoring.listEndpoints", cancel, _token, ids);
        var networks = new Dictionary<int, XElement>();
        foreach (var network in XmlRpc.Items(await CallAsync("system.getNetworkForSystems", cancel, _token, ids)))
        {
            networks[XmlRpc.Integer(network, "system_id")] = network;
        }

        return [.. XmlRpc.Items(endpoints).Select(endpoint => Target(endpoint, groups, networks))];
    }

    private static Labels Target(XElement endpoint, Dictionary<int, string> groups, Dictionary<int, XElement> networks)
    {
        var system = XmlRpc.Integer(endpoint, "system_id");
        var network = networks.GetValueOrDefault(system) ?? new XElement("value");
        var host = XmlRpc.Text(network, "hostname");
        return new TargetLabels()
            .Set(TargetLabels.Address, $"{host}:{XmlRpc.Integer(endpoint, "port")}")
            .Set(Prefix + "minion_hostname", host)
            .Set(Prefix + "primary_fqdn", XmlRpc.Text(network, "primary_fqdn"))
            .Set(Prefix + "system_id", system)
            .Set(Prefix + "groups", groups.GetValueOrDefault(system))
            .Set(Prefix + "endpoint_name", XmlRpc.Text(endpoint, "endpoint_name"))
            .Set(Prefix + "exporter", XmlRpc.Text(endpoint, "exporter_name"))
            .Set(Prefix + "proxy_module", XmlRpc.Text(endpoint, "module"))
            .Set(Prefix + "metrics_path", XmlRpc.Text(endpoint, "path"))
            .Set(Prefix + "scheme", XmlRpc.Text(endpoint, "tls_enabled") is "1" or "true" ? "https" : "http")
            .ToLabels();
    }

    private async Task<XElement> CallAsync(string method, CancellationToken cancel, params object[] parameters)
    {
        var request = ApiClient.Request(HttpMethod.Post, _url, ("Accept", "text/xml"));
        request.Content = new StringContent(XmlRpc.Call(method, parameters), new MediaTypeHeaderValue("text/xml"));
        var answer = await Client.SendAsync(request, cancel);
        return XmlRpc.Answer(answer.Body, method);
    }
}
