using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Http.Options;
using Pharos.Model;

namespace Pharos.Discovery.OpenStack;

/// <summary>Instances with a target for each of their addresses, hypervisors, or load balancers that have a listener for Prometheus.</summary>
internal sealed class OpenStackDiscoverer : ApiDiscoverer
{
    private const string Prefix = "__meta_openstack_";

    private readonly OpenStackDiscoveryOptions _options;
    private readonly OpenStackApi _api;

    public OpenStackDiscoverer(OpenStackDiscoveryOptions options, DiscoveryServices services)
        : base(options.Mechanism, new HttpClientOptions { Tls = options.Tls }, options.RefreshInterval, services)
    {
        _options = options;
        _api = new OpenStackApi(Client, KeystoneAccount.Of(options, services.Http.Variable), options, services.Time);
    }

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel) => OneGroup("OS_" + _options.Region, _options.Role switch
    {
        OpenStackRole.Hypervisor => [.. (await _api.ListAsync("compute", "", "os-hypervisors/detail", "hypervisors", cancel)).Select(Hypervisor)],
        OpenStackRole.LoadBalancer => await LoadBalancersAsync(cancel),
        _ => await InstancesAsync(cancel),
    });

    private async Task<List<Labels>> InstancesAsync(CancellationToken cancel)
    {
        var ports = await _api.ListAsync("network", "v2.0", "ports", "ports", cancel);
        var devices = ports.GroupBy(static port => port.Text("id")).ToDictionary(static group => group.Key, static group => group.First().Text("device_id"), StringComparer.Ordinal);
        var floating = new Dictionary<(string Device, string Fixed), string>();
        foreach (var address in await _api.ListAsync("network", "v2.0", "floatingips", "floatingips", cancel))
        {
            var isBound = address.Text("port_id").Length > 0 && address.Text("fixed_ip_address").Length > 0;
            if (isBound && devices.TryGetValue(address.Text("port_id"), out var device))
            {
                floating[(device, address.Text("fixed_ip_address"))] = address.Text("floating_ip_address");
            }
        }

        var isFloating = floating.Values.ToHashSet(StringComparer.Ordinal);
        var targets = new List<Labels>();
        foreach (var server in await _api.ListAsync("compute", "", _options.AllTenants ? "servers/detail?all_tenants=true" : "servers/detail", "servers", cancel))
        {
            var common = InstanceLabels(server);
            foreach (var pool in server.Entries("addresses"))
            {
                foreach (var address in pool.Value.Items().Select(static item => item.Text("addr")).Where(address => address.Length > 0 && !isFloating.Contains(address)))
                {
                    targets.Add(new TargetLabels().SetAll(common)
                        .Set(TargetLabels.Address, HostPort.Join(address, _options.Port))
                        .Set(Prefix + "address_pool", pool.Name)
                        .Set(Prefix + "private_ip", address)
                        .Set(Prefix + "public_ip", floating.GetValueOrDefault((server.Text("id"), address)))
                        .ToLabels());
                }
            }
        }

        return targets;
    }

    private static List<KeyValuePair<string, string>> InstanceLabels(JsonElement server)
    {
        // Newer versions of the API name the flavor, older ones have its id.
        var flavor = server.Field("flavor");
        return
        [
            new(Prefix + "instance_id", server.Text("id")),
            new(Prefix + "instance_status", server.Text("status")),
            new(Prefix + "instance_name", server.Text("name")),
            new(Prefix + "project_id", server.Text("tenant_id")),
            new(Prefix + "user_id", server.Text("user_id")),
            new(Prefix + "instance_flavor", flavor.Has("original_name") ? flavor.Text("original_name") : flavor.Text("id")),
            new(Prefix + "instance_image", server.Field("image", "id").Text()),
            .. server.Entries("metadata").Select(static entry => new KeyValuePair<string, string>(Prefix + "tag_" + TargetLabels.Sanitize(entry.Name), entry.Value.Text())),
        ];
    }

    private Labels Hypervisor(JsonElement hypervisor) => new TargetLabels()
        .Set(TargetLabels.Address, HostPort.Join(hypervisor.Text("host_ip"), _options.Port))
        .Set(Prefix + "hypervisor_id", hypervisor.Text("id"))
        .Set(Prefix + "hypervisor_hostname", hypervisor.Text("hypervisor_hostname"))
        .Set(Prefix + "hypervisor_host_ip", hypervisor.Text("host_ip"))
        .Set(Prefix + "hypervisor_status", hypervisor.Text("status"))
        .Set(Prefix + "hypervisor_state", hypervisor.Text("state"))
        .Set(Prefix + "hypervisor_type", hypervisor.Text("hypervisor_type"))
        .ToLabels();

    private async Task<List<Labels>> LoadBalancersAsync(CancellationToken cancel)
    {
        var balancers = await _api.ListAsync("load-balancer", "v2.0", "lbaas/loadbalancers", "loadbalancers", cancel);
        var listeners = (await _api.ListAsync("load-balancer", "v2.0", "lbaas/listeners", "listeners", cancel))
            .Where(static listener => listener.Text("protocol") == "PROMETHEUS")
            .SelectMany(static listener => listener.Items("loadbalancers").Select(balancer => (Balancer: balancer.Text("id"), Port: listener.Integer("protocol_port"))))
            .ToLookup(static listener => listener.Balancer, static listener => listener.Port, StringComparer.Ordinal);
        var floating = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var address in await _api.ListAsync("network", "v2.0", "floatingips", "floatingips", cancel))
        {
            floating[address.Text("port_id")] = address.Text("floating_ip_address");
        }

        Services.Log.Debug("Load balancers without a listener for Prometheus are left out", [("all", balancers.Count), ("found", balancers.Count(one => listeners.Contains(one.Text("id"))))]);
        return [.. balancers.Where(one => listeners.Contains(one.Text("id"))).Select(one => LoadBalancer(one, listeners[one.Text("id")].First(), floating))];
    }

    private static Labels LoadBalancer(JsonElement balancer, long port, Dictionary<string, string> floating) => new TargetLabels()
        .Set(TargetLabels.Address, HostPort.Join(balancer.Text("vip_address"), port))
        .Set(Prefix + "loadbalancer_id", balancer.Text("id"))
        .Set(Prefix + "loadbalancer_name", balancer.Text("name"))
        .Set(Prefix + "loadbalancer_operating_status", balancer.Text("operating_status"))
        .Set(Prefix + "loadbalancer_provisioning_status", balancer.Text("provisioning_status"))
        .Set(Prefix + "loadbalancer_availability_zone", balancer.Text("availability_zone"))
        .Set(Prefix + "loadbalancer_vip", balancer.Text("vip_address"))
        .Set(Prefix + "loadbalancer_provider", balancer.Text("provider"))
        .Set(Prefix + "project_id", balancer.Text("project_id"))
        .Set(Prefix + "loadbalancer_tags", string.Join(',', balancer.Texts("tags")))
        .Set(Prefix + "loadbalancer_floating_ip", balancer.Text("vip_port_id") is { Length: > 0 } id ? floating.GetValueOrDefault(id) : null)
        .ToLabels();
}
