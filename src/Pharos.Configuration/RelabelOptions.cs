using Pharos.Foundation.RegularExpressions;
using Pharos.Model;
using Pharos.Model.Relabeling;

namespace Pharos.Configuration;

/// <summary>A relabelling rule in a configuration file.</summary>
public sealed class RelabelOptions : IOptions
{
    private static readonly ScalarKind<RelabelAction> ActionKind = new ChoiceKind<RelabelAction>(
        ignoreCase: true, [.. Enum.GetValues<RelabelAction>().Select(static action => (RelabelActions.Name(action), action))]);

    public RelabelRule Rule { get; set; } = new();

    public void Describe(Fields fields)
    {
        var sources = fields.Texts("source_labels", Rule.SourceLabels ?? []);
        var separator = fields.Text("separator", Rule.Separator, always: true);
        var regex = fields.Text("regex", Rule.Regex ?? "", always: Rule.Regex is not null);
        fields.Check(fields.Any("action", null) is not { IsNull: true }, "action", "relabel action cannot be empty");
        Rule = new RelabelRule
        {
            SourceLabels = fields.Has("source_labels") ? sources : Rule.SourceLabels,
            Separator = separator,
            Regex = fields.Has("regex") ? regex : Rule.Regex,
            Modulus = (ulong)fields.Count("modulus", (long)Rule.Modulus),
            TargetLabel = fields.Text("target_label", Rule.TargetLabel),
            Replacement = fields.Text("replacement", Rule.Replacement, always: true),
            Action = fields.Value("action", ActionKind, Rule.Action),
        };
    }

    /// <summary>Makes the rules ready. A rule that is not valid is reported, and then the result is of no use.</summary>
    public static RelabelRules Compile(IReadOnlyList<RelabelOptions> rules, NameValidationScheme scheme, ConfigurationProblems problems)
    {
        var sound = true;
        foreach (var rule in rules)
        {
            try
            {
                RelabelRules.Compile([rule.Rule], scheme);
            }
            catch (Exception error) when (error is FormatException or Re2SyntaxException)
            {
                problems.Add(rule, error is Re2SyntaxException ? "regex" : "", error.Message);
                sound = false;
            }
        }

        return sound ? RelabelRules.Compile([.. rules.Select(static rule => rule.Rule)], scheme) : RelabelRules.None;
    }
}
