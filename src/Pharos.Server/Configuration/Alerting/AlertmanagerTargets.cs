using System.Text;
using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Model;
using Pharos.Model.Relabeling;

namespace Pharos.Server.Configuration.Alerting;

/// <summary>What becomes of targets that discovery finds for a set of Alertmanagers.</summary>
public static class AlertmanagerTargets
{
    /// <summary>Why the first target that alerts cannot be sent to is none; null if there is no such target.</summary>
    /// <param name="options">Loaded, so that its rules are sound.</param>
    public static string? FirstComplaint(AlertmanagerOptions options, NameValidationScheme scheme, IReadOnlyList<TargetGroup> groups)
    {
        var rules = RelabelOptions.Compile(options.TargetRules, scheme, new ConfigurationProblems());
        var relabeler = new Relabeler();
        foreach (var group in groups)
        {
            foreach (var target in group.Targets)
            {
                if (Address(options, rules, relabeler, group.Labels, target) is { } address && address.Contains('/', StringComparison.Ordinal))
                {
                    return $"\"{address}\" is not a valid hostname";
                }
            }
        }

        return null;
    }

    /// <summary>Null if the rules drop the target.</summary>
    private static string? Address(AlertmanagerOptions options, RelabelRules rules, Relabeler relabeler, Labels group, Labels target)
    {
        var labels = new LabelsBuilder();
        labels.Reset(group.View);
        labels.Set("__scheme__"u8, Encoding.UTF8.GetBytes(options.Scheme));
        var path = string.Join('/', $"/{options.PathPrefix}/api/{options.ApiVersion}/alerts".Split('/', StringSplitOptions.RemoveEmptyEntries));
        labels.Set("__alerts_path__"u8, Encoding.UTF8.GetBytes("/" + path));
        foreach (var label in target.View)
        {
            labels.Set(label.Name, label.Value);
        }

        return relabeler.Apply(rules, labels) ? Encoding.UTF8.GetString(labels.Get("__address__"u8)) : null;
    }
}
