using System.Net.Http.Headers;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.PuppetDb;

/// <summary>Asks the query. Each resource that it finds is a target, at the name of its node's certificate.</summary>
internal sealed class PuppetDbDiscoverer(PuppetDbDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_puppetdb_";

    protected override TimeSpan Patience => Interval;

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var url = options.Url.TrimEnd('/') + "/pdb/query/v4";
        var request = ApiClient.Request(HttpMethod.Post, url, ("Accept", "application/json"));
        request.Content = new StringContent($$"""{"query":"{{JsonEncodedText.Encode(options.Query)}}"}""", new MediaTypeHeaderValue("application/json"));
        var answer = await Client.SendAsync(request, cancel);
        if (!answer.IsJson)
        {
            throw new HttpRequestException($"{answer.Name}: unsupported content type \"{answer.ContentType}\"");
        }

        using var resources = answer.ToJson();
        if (resources.RootElement.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
        {
            throw new JsonException($"{answer.Name}: the answer is no list of resources");
        }

        return OneGroup($"{url}?query={options.Query}", [.. resources.RootElement.Items().Select(Target)]);
    }

    private Labels Target(JsonElement resource)
    {
        var labels = new TargetLabels()
            .Set(TargetLabels.Address, HostPort.Join(resource.Text("certname"), options.Port))
            .Set(Prefix + "query", options.Query)
            .Set(Prefix + "certname", resource.Text("certname"))
            .Set(Prefix + "resource", resource.Text("resource"))
            .Set(Prefix + "type", resource.Text("type"))
            .Set(Prefix + "title", resource.Text("title"))
            .Set(Prefix + "exported", resource.Flag("exported"))
            .Set(Prefix + "file", resource.Text("file"))
            .Set(Prefix + "environment", resource.Text("environment"))
            .SetList(Prefix + "tags", ",", resource.Texts("tags"));
        if (options.IncludeParameters)
        {
            ResourceParameters.Set(labels, Prefix + "parameter_", resource.Field("parameters"));
        }

        return labels.ToLabels();
    }
}
