using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;
using Pharos.Model;

namespace Pharos.Discovery.Triton;

/// <summary>Asks for the containers, or the compute nodes, of an account.</summary>
internal sealed class TritonDiscoverer(TritonDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, new HttpClientOptions { Tls = options.Tls }, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_triton_";

    private bool IsContainers => options.Role == TritonRole.Container;

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var path = IsContainers ? "discover" : "gz/discover";
        var url = new UrlQuery($"{options.Scheme}://{HostPort.Join(options.Endpoint, options.Port)}/v{options.Version}/{path}").Add("groups", string.Join(',', options.Groups)).ToString();
        using var answer = await Client.GetJsonAsync(url, cancel);
        return OneGroup(url, IsContainers
            ? [.. answer.RootElement.Items("containers").Select(Container)]
            : [.. answer.RootElement.Items("cns").Select(ComputeNode)]);
    }

    private Labels Container(JsonElement container) => Address(container.Text("vm_uuid"))
        .Set(Prefix + "machine_id", container.Text("vm_uuid"))
        .Set(Prefix + "machine_alias", container.Text("vm_alias"))
        .Set(Prefix + "machine_brand", container.Text("vm_brand"))
        .Set(Prefix + "machine_image", container.Text("vm_image_uuid"))
        .Set(Prefix + "server_id", container.Text("server_uuid"))
        .SetList(Prefix + "groups", ",", container.Texts("groups"))
        .ToLabels();

    private Labels ComputeNode(JsonElement node) => Address(node.Text("server_uuid"))
        .Set(Prefix + "machine_id", node.Text("server_uuid"))
        .Set(Prefix + "machine_alias", node.Text("server_hostname"))
        .ToLabels();

    private TargetLabels Address(string id) => new TargetLabels().Set(TargetLabels.Address, $"{id}.{options.DnsSuffix}:{options.Port}");
}
