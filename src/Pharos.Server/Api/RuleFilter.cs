using Pharos.Foundation.Text;
using Pharos.Model;
using Pharos.Rules;
using Pharos.Rules.Alerting;

namespace Pharos.Server.Api;

/// <summary>Which rules a request asks for.</summary>
internal sealed class RuleFilter
{
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _groups;
    private readonly HashSet<string> _files;
    private readonly IReadOnlyList<Matcher[]> _selectors;
    private readonly string _type;

    private RuleFilter(ApiRequest request, string type, bool showsAlerts)
    {
        (_names, _groups, _files) = (Set("rule_name[]"), Set("rule_group[]"), Set("file[]"));
        _selectors = request.Selectors(namesParameter: false);
        (_type, ShowsAlerts) = (type, showsAlerts);

        HashSet<string> Set(string parameter) => new(request.All(parameter).Select(static value => value ?? ""), StringComparer.Ordinal);
    }

    public bool ShowsAlerts { get; }

    public static RuleFilter Of(ApiRequest request)
    {
        _ = request.Selectors(namesParameter: false);
        var type = request.Text("type").ToLowerInvariant();
        if (type is not ("" or "alert" or "record"))
        {
            throw ApiException.InvalidParameter("type", $"not supported value {GoQuote.Quote(type)}");
        }

        var excludes = request.Text("exclude_alerts").ToLowerInvariant();
        if (excludes is not ("" or "0" or "1" or "f" or "t" or "false" or "true"))
        {
            throw ApiException.InvalidParameter(
                "exclude_alerts", $"error converting exclude_alerts: strconv.ParseBool: parsing {GoQuote.Quote(excludes)}: invalid syntax");
        }

        return new RuleFilter(request, type, excludes is not ("1" or "t" or "true"));
    }

    public IReadOnlyList<Rule> RulesOf(RuleGroup group) =>
        (_groups.Count > 0 && !_groups.Contains(group.Identity.Name)) || (_files.Count > 0 && !_files.Contains(group.Identity.File))
            ? []
            : [.. group.Rules.Where(IsWanted)];

    private bool IsWanted(Rule rule) =>
        (_names.Count == 0 || _names.Contains(rule.Name))
        && (_type.Length == 0 || rule is AlertingRule == (_type == "alert"))
        && (_selectors.Count == 0 || _selectors.Any(selector => selector.All(matcher => matcher.Matches(rule.Labels.View[matcher.Name]))));
}
