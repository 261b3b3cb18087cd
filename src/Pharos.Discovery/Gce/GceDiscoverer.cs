using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Http;
using Pharos.Http.Options;
using Pharos.Model;

namespace Pharos.Discovery.Gce;

/// <summary>Asks for all pages of instances; each is found at its first network card.</summary>
internal sealed class GceDiscoverer : ApiDiscoverer
{
    private const string Prefix = "__meta_gce_";

    private readonly GceDiscoveryOptions _options;
    private readonly GoogleTokens _tokens;

    public GceDiscoverer(GceDiscoveryOptions options, DiscoveryServices services)
        : this(options, services, ClientOptions())
    {
    }

    private GceDiscoverer(GceDiscoveryOptions options, DiscoveryServices services, HttpClientOptions http)
        : this(options, services, http, new GoogleTokens(http, services))
    {
    }

    private GceDiscoverer(GceDiscoveryOptions options, DiscoveryServices services, HttpClientOptions http, GoogleTokens tokens)
        : base(options.Mechanism, http, options.RefreshInterval, services, new ClientExtras { Credentials = new TokenCredentials(tokens.FetchAsync, services.Time) })
    {
        (_options, _tokens) = (options, tokens);
    }

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var targets = new List<Labels>();
        var page = "";
        do
        {
            var url = new UrlQuery($"{_options.Endpoint}/compute/v1/projects/{Uri.EscapeDataString(_options.Project)}/zones/{Uri.EscapeDataString(_options.Zone)}/instances")
                .Add("filter", _options.Filter).Add("pageToken", page);
            using var answer = await Client.GetJsonAsync(url.ToString(), cancel);
            targets.AddRange(answer.RootElement.Items("items").Where(static instance => instance.Items("networkInterfaces").Any()).Select(Target));

            // The same page again would lead round in circles.
            var next = answer.RootElement.Text("nextPageToken");
            page = next == page ? "" : next;
        }
        while (page.Length > 0);
        return OneGroup($"GCE_{_options.Project}_{_options.Zone}", targets);
    }

    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        _tokens.Dispose();
    }

    /// <summary>There are none to configure: proxies are those of the environment.</summary>
    private static HttpClientOptions ClientOptions()
    {
        var http = new HttpClientOptions();
        http.Proxy.FromEnvironment = true;
        return http;
    }

    private Labels Target(JsonElement instance)
    {
        var first = instance.Items("networkInterfaces").First();
        var labels = new TargetLabels()
            .Set(TargetLabels.Address, HostPort.Join(first.Text("networkIP"), _options.Port))
            .Set(Prefix + "project", _options.Project)
            .Set(Prefix + "zone", instance.Text("zone"))
            .Set(Prefix + "instance_id", instance.Text("id"))
            .Set(Prefix + "instance_name", instance.Text("name"))
            .Set(Prefix + "instance_status", instance.Text("status"))
            .Set(Prefix + "machine_type", instance.Text("machineType"))
            .Set(Prefix + "network", first.Text("network"))
            .Set(Prefix + "subnetwork", first.Text("subnetwork"))
            .Set(Prefix + "private_ip", first.Text("networkIP"))
            .SetList(Prefix + "tags", _options.TagSeparator, instance.Field("tags").Texts("items"));
        foreach (var card in instance.Items("networkInterfaces"))
        {
            labels.SetNamed(Prefix + "interface_ipv4_", card.Text("name"), card.Text("networkIP"));
        }

        foreach (var item in instance.Field("metadata").Items("items"))
        {
            labels.SetNamed(Prefix + "metadata_", item.Text("key"), item.Text("value"));
        }

        foreach (var label in instance.Entries("labels"))
        {
            labels.SetNamed(Prefix + "label_", label.Name, label.Value.Text());
        }

        var access = first.Items("accessConfigs").FirstOrDefault();
        return labels.Set(Prefix + "public_ip", access.Text("type") == "ONE_TO_ONE_NAT" ? access.Text("natIP") : "").ToLabels();
    }
}
