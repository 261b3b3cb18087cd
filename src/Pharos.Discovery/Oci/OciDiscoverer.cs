using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Http;
using Pharos.Http.Credentials;
using Pharos.Model;

namespace Pharos.Discovery.Oci;

/// <summary>
/// Asks for compartments, the machines in each, and the first network interface of each machine. A machine whose interface cannot be read, and a
/// compartment whose inner ones may not be listed, are left out; machines that cannot be listed keep everything as it was.
/// </summary>
internal sealed class OciDiscoverer : ApiDiscoverer
{
    private const string Group = "OCI";

    /// <summary>What Oracle allows in a second is not much more; as many come at once as a small cluster needs.</summary>
    private const int RequestsAtOnce = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly OciDiscoveryOptions _options;
    private readonly OciEndpoints _endpoints;
    private readonly IDisposable[] _owned;
    private readonly OciInstancePrincipal? _machine;
    private int _requests;

    public OciDiscoverer(OciDiscoveryOptions options, DiscoveryServices services)
        : this(options, services, new OciEndpoints(options.Region, options.Endpoint), new ApiClient(options.Http, services.Http))
    {
    }

    private OciDiscoverer(OciDiscoveryOptions options, DiscoveryServices services, OciEndpoints endpoints, ApiClient plain)
        : this(options, services, endpoints, plain, options.Auth == OciAuth.ApiKey ? new OciApiKey(options, services.Time) : new OciInstancePrincipal(plain, endpoints, services.Time))
    {
    }

    private OciDiscoverer(OciDiscoveryOptions options, DiscoveryServices services, OciEndpoints endpoints, ApiClient plain, IRequestCredentials credentials)
        : base(options.Mechanism, options.Http, options.RefreshInterval, services, new ClientExtras { Credentials = credentials })
    {
        (_options, _endpoints, _machine) = (options, endpoints, credentials as OciInstancePrincipal);
        _owned = [(IDisposable)credentials, plain];
    }

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        _requests = 0;
        var targets = new List<Labels>();
        foreach (var compartment in _options.Compartments.Count > 0 ? _options.Compartments : await CompartmentsAsync(cancel))
        {
            foreach (var instance in await PagesAsync(new UrlQuery(_endpoints.Core + "instances").Add("compartmentId", compartment), cancel))
            {
                if (await TryTargetAsync(instance, cancel) is { } target)
                {
                    targets.Add(target);
                }
            }
        }

        return OneGroup(Group, targets);
    }

    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }
    }

    /// <summary>All that are active, the tenancy itself first, which is one too.</summary>
    private async Task<List<string>> CompartmentsAsync(CancellationToken cancel)
    {
        var root = await TenancyAsync(cancel);
        var all = new List<string> { root };
        for (var i = 0; i < all.Count; i++)
        {
            try
            {
                var query = new UrlQuery(_endpoints.Identity + "compartments").Add("compartmentId", all[i]).Add("accessLevel", "ACCESSIBLE").Add("compartmentIdInSubtree", "false");
                var inner = await PagesAsync(query, cancel);
                all.AddRange(inner.Where(static one => one.Text("lifecycleState") == "ACTIVE").Select(static one => one.Text("id")).Where(id => id.Length > 0 && !all.Contains(id)));
            }
            catch (HttpRequestException error)
            {
                Services.Log.Warn("OCI SD failed to list child compartments, skipping subtree", [("compartment_id", all[i]), ("err", error.Message)]);
            }
        }

        return all;
    }

    private async Task<string> TenancyAsync(CancellationToken cancel)
    {
        if (_machine is { Tenancy.Length: 0 })
        {
            // The machine's certificate says it, which is read when something is signed.
            using var request = new HttpRequestMessage(HttpMethod.Get, _endpoints.Identity);
            await _machine.ApplyAsync(request, cancel);
        }

        return _machine?.Tenancy ?? _options.Tenancy;
    }

    private async Task<Labels?> TryTargetAsync(JsonElement instance, CancellationToken cancel)
    {
        var (id, compartment) = (instance.Text("id"), instance.Text("compartmentId"));
        if (id.Length == 0 || compartment.Length == 0)
        {
            return null;
        }

        try
        {
            var card = await PrimaryCardAsync(id, compartment, cancel);
            return OciTargets.Target(instance, card, _machine?.Tenancy ?? _options.Tenancy, _options.Port);
        }
        catch (HttpRequestException error)
        {
            Services.Log.Warn("OCI SD failed to resolve VNIC IPs, skipping instance", [("instance_id", id), ("err", error.Message)]);
            return null;
        }
    }

    /// <summary>Undefined if it has none.</summary>
    private async Task<JsonElement> PrimaryCardAsync(string instance, string compartment, CancellationToken cancel)
    {
        var attachments = await PagesAsync(new UrlQuery(_endpoints.Core + "vnicAttachments").Add("compartmentId", compartment).Add("instanceId", instance), cancel);
        foreach (var attachment in attachments.Where(static one => one.Text("lifecycleState") == "ATTACHED" && one.Text("vnicId").Length > 0))
        {
            using var answer = (await AskAsync(_endpoints.Core + "vnics/" + Uri.EscapeDataString(attachment.Text("vnicId")), cancel)).ToJson();
            if (answer.RootElement.Flag("isPrimary"))
            {
                return answer.RootElement.Clone();
            }
        }

        return default;
    }

    private async Task<List<JsonElement>> PagesAsync(UrlQuery query, CancellationToken cancel)
    {
        var first = query.Add("limit", 100).ToString();
        var items = new List<JsonElement>();
        var page = "";
        do
        {
            var answer = await AskAsync(new UrlQuery(first).Add("page", page).ToString(), cancel);
            using var json = answer.ToJson();
            items.AddRange(json.RootElement.Items().Select(static item => item.Clone()));

            // The same page again would lead round in circles.
            var next = answer.Header("opc-next-page") ?? "";
            page = next == page ? "" : next;
        }
        while (page.Length > 0);
        return items;
    }

    private async Task<ApiAnswer> AskAsync(string url, CancellationToken cancel)
    {
        if (++_requests > RequestsAtOnce)
        {
            await Task.Delay(Pause, Services.Time, cancel);
        }

        return await Client.SendAsync(ApiClient.Request(HttpMethod.Get, url, ("Accept", "application/json")), cancel);
    }
}
