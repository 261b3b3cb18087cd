using System.Net.Http.Headers;
using System.Text.Json;
using Pharos.Configuration;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Http;
using Pharos.Http.Aws;
using Pharos.Http.Credentials;
using Pharos.Model;

namespace Pharos.Discovery.Outscale;

/// <summary>Asks for all pages of virtual machines, with requests that are signed as those to AWS are.</summary>
internal sealed class OutscaleDiscoverer(OutscaleDiscoveryOptions options, DiscoveryServices services) : ApiDiscoverer(
    options.Mechanism, options.Http, options.RefreshInterval, services, new ClientExtras { Credentials = new Signature(options, services.Time) })
{
    private const string Prefix = "__meta_outscale_vm_";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var targets = new List<Labels>();
        var page = "";
        do
        {
            var request = ApiClient.Request(HttpMethod.Post, options.Url + "/ReadVms");
            request.Content = new StringContent(
                page.Length == 0 ? "{}" : $$"""{"NextPageToken":"{{JsonEncodedText.Encode(page)}}"}""", new MediaTypeHeaderValue("application/json"));
            using var answer = await Client.SendForJsonAsync(request, cancel);
            targets.AddRange(answer.RootElement.Items("Vms").Select(Target).OfType<Labels>());

            // The same page again would lead round in circles.
            var next = answer.RootElement.Text("NextPageToken");
            page = next == page ? "" : next;
        }
        while (page.Length > 0);
        return OneGroup(options.Region, targets);
    }

    /// <summary>Null for one without an address.</summary>
    private Labels? Target(JsonElement machine)
    {
        var address = machine.Text("PrivateIp") is { Length: > 0 } inner ? inner : machine.Text("PublicIp");
        if (address.Length == 0)
        {
            return null;
        }

        var labels = new TargetLabels()
            .Set(TargetLabels.Address, HostPort.Join(address, options.Port))
            .Set(Prefix + "instance_id", machine.Text("VmId"))
            .Set(Prefix + "region", options.Region)
            .Set(Prefix + "subregion", machine.Field("Placement", "SubregionName").Text())
            .Set(Prefix + "state", machine.Text("State"))
            .Set(Prefix + "private_ip", machine.Text("PrivateIp"))
            .Set(Prefix + "public_ip", machine.Text("PublicIp"));
        foreach (var tag in machine.Items("Tags").Where(static tag => tag.Text("Key").Length > 0))
        {
            labels.SetNamed(Prefix + "tag_", tag.Text("Key"), tag.Text("Value"));
        }

        return labels.ToLabels();
    }

    private sealed class Signature(OutscaleDiscoveryOptions options, TimeProvider time) : IRequestCredentials
    {
        private readonly SecretText _secret = new(options.SecretKey, options.SecretKeyFile);

        public async ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            SigV4Signature.Sign(request, body, new AwsCredentials(options.AccessKey, new Secret(_secret.Read())), options.Region, "oapi", time.GetUtcNow());
        }
    }
}
