using System.Text;
using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Model;
using Pharos.Model.Relabeling;

namespace Pharos.Rules.Notifying;

/// <summary>What becomes of targets that discovery finds for a set of Alertmanagers.</summary>
/// <param name="Active">The URLs that alerts are sent to, each once.</param>
/// <param name="Dropped">Those that the rules drop, as they were before.</param>
/// <param name="Complaints">Why groups of targets are left out: one of theirs is no address.</param>
public sealed record AlertmanagerTargets(IReadOnlyList<string> Active, IReadOnlyList<string> Dropped, IReadOnlyList<string> Complaints)
{
    public static AlertmanagerTargets None { get; } = new([], [], []);

    private static ReadOnlySpan<byte> Scheme => "__scheme__"u8;

    private static ReadOnlySpan<byte> Address => "__address__"u8;

    private static ReadOnlySpan<byte> AlertsPath => "__alerts_path__"u8;

    /// <param name="options">Loaded, so that its rules are sound.</param>
    public static AlertmanagerTargets Of(AlertmanagerOptions options, NameValidationScheme scheme, IReadOnlyList<TargetGroup> groups) =>
        Of(options, RelabelOptions.Compile(options.TargetRules, scheme, new ConfigurationProblems()), groups);

    /// <param name="rules">Those of the options.</param>
    internal static AlertmanagerTargets Of(AlertmanagerOptions options, RelabelRules rules, IReadOnlyList<TargetGroup> groups)
    {
        var relabeler = new Relabeler();
        var (active, dropped, complaints) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var group in groups)
        {
            var (kept, left) = (new List<string>(), new List<string>());
            if (Complaint(options, rules, relabeler, group, kept, left) is { } complaint)
            {
                complaints.Add(complaint);
                continue;
            }

            active.AddRange(kept);
            dropped.AddRange(left);
        }

        return new AlertmanagerTargets([.. active.Distinct(StringComparer.Ordinal)], dropped, complaints);
    }

    /// <summary>Sorts the targets of a group into two lists. Null if all of them are addresses.</summary>
    private static string? Complaint(
        AlertmanagerOptions options, RelabelRules rules, Relabeler relabeler, TargetGroup group, List<string> kept, List<string> dropped)
    {
        foreach (var target in group.Targets)
        {
            var labels = LabelsOf(options, group.Labels, target);
            var found = Url(labels);
            if (!relabeler.Apply(rules, labels))
            {
                dropped.Add(found);
                continue;
            }

            if (labels.Get(Address).Contains((byte)'/'))
            {
                return $"\"{Text(labels, Address)}\" is not a valid hostname";
            }

            kept.Add(Url(labels));
        }

        return null;
    }

    /// <summary>What the configuration says goes before what the target says, and what the group says before both.</summary>
    private static LabelsBuilder LabelsOf(AlertmanagerOptions options, Labels group, Labels target)
    {
        var labels = new LabelsBuilder(target.View);
        labels.Set(Scheme, Encoding.UTF8.GetBytes(options.Scheme));
        labels.Set(AlertsPath, Encoding.UTF8.GetBytes(Joined($"{options.PathPrefix}/api/{options.ApiVersion}/alerts")));
        foreach (var label in group.View)
        {
            if (!target.View.Contains(label.Name))
            {
                labels.Set(label.Name, label.Value);
            }
        }

        return labels;
    }

    /// <summary>The path from the root, without empty segments, <c>.</c> and <c>..</c>.</summary>
    private static string Joined(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..")
            {
                segments.RemoveRange(Math.Max(0, segments.Count - 1), Math.Min(1, segments.Count));
            }
            else if (segment != ".")
            {
                segments.Add(segment);
            }
        }

        return "/" + string.Join('/', segments);
    }

    /// <summary>By which metrics and the API know the Alertmanager. It need not be one that anything can be sent to.</summary>
    private static string Url(LabelsBuilder labels)
    {
        var scheme = Text(labels, Scheme);
        var path = Text(labels, AlertsPath);

        // There is no user in an address, and so no password that the log would show.
        var host = Text(labels, Address).Replace("@", "%40", StringComparison.Ordinal);
        return $"{(scheme.Length == 0 ? "" : scheme + ":")}//{host}{(path.Length == 0 || path[0] == '/' ? "" : "/")}{EscapedPath(path)}";
    }

    private static string EscapedPath(string path)
    {
        const string Plain = "-_.~$&+,/:;=@";
        var escaped = new StringBuilder();
        foreach (var one in Encoding.UTF8.GetBytes(path))
        {
            if (char.IsAsciiLetterOrDigit((char)one) || Plain.Contains((char)one))
            {
                escaped.Append((char)one);
            }
            else
            {
                escaped.Append('%').Append(Convert.ToHexString([one]));
            }
        }

        return escaped.ToString();
    }

    private static string Text(LabelsBuilder labels, ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(labels.Get(name));
}
