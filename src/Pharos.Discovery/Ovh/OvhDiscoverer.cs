using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Http;
using Pharos.Http.Options;
using Pharos.Model;

namespace Pharos.Discovery.Ovh;

/// <summary>Asks for the names of all servers, and then for each. One that cannot be told about is left out and logged.</summary>
internal sealed class OvhDiscoverer : ApiDiscoverer
{
    private readonly OvhDiscoveryOptions _options;
    private readonly OvhSignature _signature;
    private bool _knowsClock;

    public OvhDiscoverer(OvhDiscoveryOptions options, DiscoveryServices services)
        : this(options, services, new OvhSignature(options, services.Time))
    {
    }

    private OvhDiscoverer(OvhDiscoveryOptions options, DiscoveryServices services, OvhSignature signature)
        : base(options.Mechanism, new HttpClientOptions(), options.RefreshInterval, services, new ClientExtras { Credentials = signature })
    {
        (_options, _signature) = (options, signature);
    }

    private bool IsVps => _options.Service == OvhService.Vps;

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        if (!_knowsClock)
        {
            using var clock = await Client.GetJsonAsync(_options.Url + "/auth/time", cancel);
            var seconds = clock.RootElement.ValueKind == JsonValueKind.Number ? clock.RootElement.GetInt64() : throw new JsonException("the server does not tell its time");
            _signature.ClockDifference = DateTimeOffset.FromUnixTimeSeconds(seconds) - Services.Time.GetUtcNow();
            _knowsClock = true;
        }

        var path = IsVps ? "/vps" : "/dedicated/server";
        using var names = await Client.GetJsonAsync(_options.Url + path, cancel);
        var targets = new List<Labels>();
        foreach (var name in names.RootElement.Items().Select(static name => name.Text()))
        {
            try
            {
                var url = $"{_options.Url}{path}/{Uri.EscapeDataString(name)}";
                using var server = await Client.GetJsonAsync(url, cancel);
                using var addresses = await Client.GetJsonAsync(url + "/ips", cancel);
                targets.Add(Target(server.RootElement, Addresses(addresses.RootElement)));
            }
            catch (Exception error) when (error is HttpRequestException or JsonException)
            {
                Services.Log.Warn("Could not get details of a server", [("server", name), ("err", error.Message)]);
            }
        }

        return OneGroup(IsVps ? "ovhcloud_vps" : "ovhcloud_dedicated_server", targets);
    }

    /// <summary>Addresses, and networks of a single one. The last of each family is the server's.</summary>
    private static (string V4, string V6) Addresses(JsonElement list)
    {
        var (v4, v6) = ("", "");
        foreach (var text in list.Items().Select(static item => item.Text()))
        {
            var parts = text.Split('/');
            if (!IPAddress.TryParse(parts[0], out var address) || parts.Length > 2)
            {
                throw new JsonException($"\"{text}\" is no address");
            }

            if (parts.Length == 1 || parts[1] == "32")
            {
                (v4, v6) = address.AddressFamily == AddressFamily.InterNetwork ? (address.ToString(), v6) : (v4, address.ToString());
            }
        }

        return v4.Length + v6.Length > 0 ? (v4, v6) : throw new JsonException("there is no address");
    }

    private Labels Target(JsonElement server, (string V4, string V6) addresses)
    {
        var prefix = IsVps ? "__meta_ovhcloud_vps_" : "__meta_ovhcloud_dedicated_server_";
        var labels = new TargetLabels()
            .Set(TargetLabels.Address, addresses.V4.Length > 0 ? addresses.V4 : addresses.V6)
            .Set("instance", server.Text("name"))
            .Set(prefix + "ipv4", addresses.V4)
            .Set(prefix + "ipv6", addresses.V6)
            .Set(prefix + "name", server.Text("name"))
            .Set(prefix + "state", server.Text("state"));
        return IsVps ? Vps(labels, prefix, server) : Dedicated(labels, prefix, server);
    }

    private static Labels Vps(TargetLabels labels, string prefix, JsonElement server)
    {
        var model = server.Field("model");
        return labels.Set(prefix + "offer", model.Text("offer"))
            .Set(prefix + "datacenter", $"[{string.Join(' ', model.Texts("datacenter"))}]")
            .Set(prefix + "model_vcore", model.Integer("vcore"))
            .Set(prefix + "maximum_additional_ip", model.Integer("maximumAdditionnalIp"))
            .Set(prefix + "version", model.Text("version"))
            .Set(prefix + "model_name", model.Text("name"))
            .Set(prefix + "disk", model.Integer("disk"))
            .Set(prefix + "memory", model.Integer("memory"))
            .Set(prefix + "zone", server.Text("zone"))
            .Set(prefix + "display_name", server.Text("displayName"))
            .Set(prefix + "cluster", server.Text("cluster"))
            .Set(prefix + "netboot_mode", server.Text("netbootMode"))
            .Set(prefix + "memory_limit", server.Integer("memoryLimit"))
            .Set(prefix + "offer_type", server.Text("offerType"))
            .Set(prefix + "vcore", server.Integer("vcore"))
            .ToLabels();
    }

    private static Labels Dedicated(TargetLabels labels, string prefix, JsonElement server) => labels
        .Set(prefix + "commercial_range", server.Text("commercialRange"))
        .Set(prefix + "link_speed", server.Integer("linkSpeed"))
        .Set(prefix + "rack", server.Text("rack"))
        .Set(prefix + "no_intervention", server.Flag("noIntervention"))
        .Set(prefix + "os", server.Text("os"))
        .Set(prefix + "support_level", server.Text("supportLevel"))
        .Set(prefix + "server_id", server.Integer("serverId"))
        .Set(prefix + "reverse", server.Text("reverse"))
        .Set(prefix + "datacenter", server.Text("datacenter"))
        .ToLabels();
}
