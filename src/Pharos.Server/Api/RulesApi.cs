using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pharos.Foundation.Text;
using Pharos.Hosting.Http;
using Pharos.Rules;
using Pharos.Rules.Alerting;
using Pharos.Rules.Notifying;

namespace Pharos.Server.Api;

/// <summary>The routes of rules, alerts and Alertmanagers.</summary>
internal sealed class RulesApi
{
    private readonly RuleManager _manager;
    private readonly AlertNotifier _notifier;

    public RulesApi(RuleManager manager, AlertNotifier notifier)
    {
        (_manager, _notifier) = (manager, notifier);
    }

    public void AddTo(HttpRouter router, ApiEndpoint endpoint)
    {
        router.Get("/api/v1/rules", endpoint.Of(ApiData.Of(WriteRules)));
        router.Get("/api/v1/alerts", endpoint.Of(ApiData.Of(WriteAlerts)));
        router.Get("/api/v1/alertmanagers", endpoint.Of(ApiData.Of(WriteAlertmanagers)));
    }

    private void WriteAlertmanagers(JsonBuilder json)
    {
        var (active, dropped) = _notifier.Alertmanagers();
        json.BeginObject();
        foreach (var (name, urls) in (ReadOnlySpan<(string, IReadOnlyList<string>)>)[("activeAlertmanagers", active), ("droppedAlertmanagers", dropped)])
        {
            json.Name(name).BeginList();
            foreach (var url in urls)
            {
                json.BeginObject().Name("url").Text(url).EndObject();
            }

            json.EndList();
        }

        json.EndObject();
    }

    private void WriteAlerts(JsonBuilder json)
    {
        json.BeginObject().Name("alerts").BeginList();
        foreach (var rule in _manager.Groups.SelectMany(static group => group.Rules).OfType<AlertingRule>())
        {
            RuleJson.WriteAlerts(json, rule);
        }

        json.EndList().EndObject();
    }

    private void WriteRules(ApiRequest request, JsonBuilder json)
    {
        var filter = RuleFilter.Of(request);
        var (limit, token) = Page(request.Text("group_limit"), request.Text("group_next_token"));
        var groups = _manager.Groups.SkipWhile(group => token.Length > 0 && Token(group) != token).ToArray();
        if (token.Length > 0 && groups.Length == 0)
        {
            throw ApiException.InvalidParameter("group_next_token", $"invalid group_next_token '{token}'. were rule groups changed?");
        }

        var shown = groups.Select(group => (Group: group, Rules: filter.RulesOf(group))).Where(static one => one.Rules.Count > 0).ToArray();
        json.BeginObject().Name("groups").BeginList();
        foreach (var (group, rules) in limit > 0 ? shown.Take(limit) : shown)
        {
            RuleJson.WriteGroup(json, group, rules, filter.ShowsAlerts);
        }

        json.EndList();
        if (limit > 0 && shown.Length > limit)
        {
            json.Name("groupNextToken").Text(Token(shown[limit].Group));
        }

        json.EndObject();
    }

    /// <summary>What a page begins with.</summary>
    private static string Token(RuleGroup group) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(group.Identity.Key)));

    private static (int Limit, string Token) Page(string limit, string token)
    {
        if (limit.Length == 0)
        {
            return token.Length == 0
                ? (0, "")
                : throw ApiException.InvalidParameter("group_next_token", "group_limit needs to be present in order to paginate over the groups");
        }

        if (!int.TryParse(limit, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var most))
        {
            var reason = long.TryParse(limit, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? "value out of range" : "invalid syntax";
            throw ApiException.InvalidParameter(
                "group_limit", $"group_limit needs to be a valid number: strconv.ParseInt: parsing {GoQuote.Quote(limit)}: {reason}");
        }

        return most > 0 ? (most, token) : throw ApiException.InvalidParameter("group_limit", "group_limit needs to be greater than 0");
    }
}
