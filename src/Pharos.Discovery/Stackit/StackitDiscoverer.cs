using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Http;
using Pharos.Model;

namespace Pharos.Discovery.Stackit;

/// <summary>Servers, at their first public address or else their first private one.</summary>
internal sealed class StackitDiscoverer : ApiDiscoverer
{
    private const string Prefix = "__meta_stackit_";

    private readonly StackitDiscoveryOptions _options;
    private readonly StackitTokens? _tokens;

    public StackitDiscoverer(StackitDiscoveryOptions options, DiscoveryServices services)
        : this(options, services, options.HasKey ? new StackitTokens(options, services) : null)
    {
    }

    private StackitDiscoverer(StackitDiscoveryOptions options, DiscoveryServices services, StackitTokens? tokens)
        : base(
            options.Mechanism,
            options.Http,
            options.RefreshInterval,
            services,
            tokens is null ? null : new ClientExtras { Credentials = new TokenCredentials(tokens.FetchAsync, services.Time) })
    {
        (_options, _tokens) = (options, tokens);
    }

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        using var answer = await Client.GetJsonAsync($"{_options.Url}/v1/projects/{Uri.EscapeDataString(_options.Project)}/servers?details=true", cancel);
        return OneGroup("stackit", [.. answer.RootElement.Items("items").Select(Target).OfType<Labels>()]);
    }

    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        _tokens?.Dispose();
    }

    /// <summary>Null for one without an address.</summary>
    private Labels? Target(JsonElement server)
    {
        var cards = server.Items("nics").ToList();
        var publicAddress = cards.Select(static card => card.Text("publicIp")).FirstOrDefault(static address => address.Length > 0) ?? "";
        var address = publicAddress.Length > 0 ? publicAddress : cards.Select(static card => card.Text("ipv4")).FirstOrDefault(static one => one.Length > 0) ?? "";
        if (address.Length == 0)
        {
            return null;
        }

        var labels = new TargetLabels()
            .Set(TargetLabels.Address, HostPort.Join(address, _options.Port))
            .Set(Prefix + "project", _options.Project)
            .Set(Prefix + "id", server.Text("id"))
            .Set(Prefix + "name", server.Text("name"))
            .Set(Prefix + "availability_zone", server.Text("availabilityZone"))
            .Set(Prefix + "status", server.Text("status"))
            .Set(Prefix + "power_status", server.Text("powerStatus"))
            .Set(Prefix + "type", server.Text("machineType"))
            .Set(Prefix + "public_ipv4", publicAddress);
        foreach (var card in cards)
        {
            labels.SetNamed(Prefix + "private_ipv4_", card.Text("networkName"), card.Text("ipv4"));
        }

        foreach (var label in server.Entries("labels").Where(static label => label.Value.ValueKind == JsonValueKind.String))
        {
            labels.SetNamed(Prefix + "labelpresent_", label.Name, "true").SetNamed(Prefix + "label_", label.Name, label.Value.Text());
        }

        return labels.ToLabels();
    }
}
