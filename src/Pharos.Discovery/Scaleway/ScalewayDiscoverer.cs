using System.Text.Json;
using Pharos.Discovery.Api;

namespace Pharos.Discovery.Scaleway;

/// <summary>What both kinds of servers have in common.</summary>
internal abstract class ScalewayDiscoverer(ScalewayDiscoveryOptions options, DiscoveryServices services) : ApiDiscoverer(
    options.Mechanism,
    options.Http,
    options.RefreshInterval,
    services,
    new HeaderCredentials("X-Auth-Token", "", new SecretText(options.SecretKey, options.SecretKeyFile)).ToExtras())
{
    private const int PageSize = 100;

    protected ScalewayDiscoveryOptions Options => options;

    /// <param name="list">The name of the list in the answer.</param>
    /// <param name="pageSizeName">What the API calls the size of a page.</param>
    protected async Task<List<JsonElement>> AllPagesAsync(
        string path, string list, string pageSizeName, CancellationToken cancel, params (string Name, string Value)[] parameters)
    {
        var items = new List<JsonElement>();
        for (var page = 1; ; page++)
        {
            var query = new UrlQuery($"{options.ApiUrl.TrimEnd('/')}/{path}").Add("page", page).Add(pageSizeName, PageSize);
            foreach (var (name, value) in parameters)
            {
                query.Add(name, value);
            }

            using var answer = await Client.GetJsonAsync(query.ToString(), cancel);
            var before = items.Count;
            items.AddRange(answer.RootElement.Items(list).Select(static item => item.Clone()));
            if (items.Count - before < PageSize)
            {
                return items;
            }
        }
    }
}
