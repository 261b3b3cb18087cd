using System.Text;
using Pharos.Rules.Alerting;

namespace Pharos.Rules.Templating;

/// <summary>The texts of one alert.</summary>
internal sealed class AlertText(AlertingRuleOptions options, Func<string, string> expand)
{
    public IEnumerable<(string Name, string Value)> Labels()
    {
        var labels = new List<(string Name, string Value)>();
        foreach (var label in options.Labels.View)
        {
            labels.Add((Encoding.UTF8.GetString(label.Name), expand(Encoding.UTF8.GetString(label.Value))));
        }

        return labels;
    }

    public IReadOnlyDictionary<string, string> Annotations() =>
        new SortedDictionary<string, string>(options.Annotations.ToDictionary(static one => one.Key, one => expand(one.Value)), StringComparer.Ordinal);
}
