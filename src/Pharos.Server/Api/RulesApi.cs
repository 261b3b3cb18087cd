using System.Globalization;
using Pharos.Foundation.Text;
using Pharos.Hosting.Http;

namespace Pharos.Server.Api;

/// <summary>The routes of rules, alerts and Alertmanagers. This version has none of them, so what they say is that; they check what they are asked.</summary>
internal static class RulesApi
{
    public static void AddTo(HttpRouter router, ApiEndpoint endpoint)
    {
        router.Get("/api/v1/rules", endpoint.Of(ApiData.Of(WriteRules)));
        router.Get("/api/v1/alerts", endpoint.Of(ApiData.Of(static json => json.BeginObject().Name("alerts").BeginList().EndList().EndObject())));
        router.Get("/api/v1/alertmanagers", endpoint.Of(ApiData.Of(static json => json.BeginObject()
            .Name("activeAlertmanagers").BeginList().EndList()
            .Name("droppedAlertmanagers").BeginList().EndList()
            .EndObject())));
    }

    private static void WriteRules(ApiRequest request, JsonBuilder json)
    {
        _ = request.Selectors(namesParameter: false);
        if (request.Text("type").ToLowerInvariant() is not ("" or "alert" or "record") and var type)
        {
            throw ApiException.InvalidParameter("type", $"not supported value {GoQuote.Quote(type)}");
        }

        if (request.Text("exclude_alerts").ToLowerInvariant() is not ("" or "0" or "1" or "f" or "t" or "false" or "true") and var excluded)
        {
            throw ApiException.InvalidParameter(
                "exclude_alerts", $"error converting exclude_alerts: strconv.ParseBool: parsing {GoQuote.Quote(excluded)}: invalid syntax");
        }

        CheckPage(request.Text("group_limit"), request.Text("group_next_token"));
        json.BeginObject().Name("groups").BeginList().EndList().EndObject();
    }

    private static void CheckPage(string limit, string token)
    {
        if (limit.Length == 0)
        {
            if (token.Length > 0)
            {
                throw ApiException.InvalidParameter("group_next_token", "group_limit needs to be present in order to paginate over the groups");
            }

            return;
        }

        if (!int.TryParse(limit, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var most))
        {
            var reason = long.TryParse(limit, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? "value out of range" : "invalid syntax";
            throw ApiException.InvalidParameter(
                "group_limit", $"group_limit needs to be a valid number: strconv.ParseInt: parsing {GoQuote.Quote(limit)}: {reason}");
        }

        if (most <= 0)
        {
            throw ApiException.InvalidParameter("group_limit", "group_limit needs to be greater than 0");
        }

        if (token.Length > 0)
        {
            throw ApiException.InvalidParameter("group_next_token", $"invalid group_next_token '{token}'. were rule groups changed?");
        }
    }
}
