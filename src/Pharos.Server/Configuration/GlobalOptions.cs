using System.Text;
using Pharos.Configuration;
using Pharos.Model;
using Pharos.Scrape.Options;

namespace Pharos.Server.Configuration;

/// <summary>The section <c>global</c>.</summary>
public sealed class GlobalOptions : IOptions
{
    private static readonly TimeSpan UsualEvaluationInterval = TimeSpan.FromMinutes(1);

    public ScrapeDefaults Scrape { get; } = new();

    public TimeSpan EvaluationInterval { get; set; } = UsualEvaluationInterval;

    public TimeSpan RuleQueryOffset { get; set; }

    /// <summary>As they stand in the file; see <see cref="ExternalLabels"/>.</summary>
    public SortedDictionary<string, string> ExternalLabelTexts { get; set; } = new(StringComparer.Ordinal);

    public string QueryLogFile { get; set; } = "";

    /// <summary>What sets this server's samples and alerts apart from those of others, with variables of the environment filled in.</summary>
    public Labels ExternalLabels(Func<string, string?> variable)
    {
        var labels = new LabelsBuilder();
        foreach (var (name, text) in ExternalLabelTexts)
        {
            // A label whose variable is empty is a label still, with an empty value.
            labels.AddAsIs(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(VariableText.Expand(text, variable)));
        }

        return labels.ToLabels();
    }

    public void Describe(Fields fields)
    {
        Scrape.Describe(fields);
        EvaluationInterval = fields.Duration("evaluation_interval", EvaluationInterval);
        EvaluationInterval = EvaluationInterval == TimeSpan.Zero ? UsualEvaluationInterval : EvaluationInterval;
        RuleQueryOffset = fields.Duration("rule_query_offset", RuleQueryOffset);
        ExternalLabelTexts = fields.Map("external_labels", Kinds.Text, ExternalLabelTexts);
        QueryLogFile = fields.File("query_log_file", QueryLogFile);
        foreach (var name in ExternalLabelTexts.Keys)
        {
            var isValid = NameValidation.IsLabelName(Encoding.UTF8.GetBytes(name), Scrape.Validation ?? NameValidationScheme.Utf8);
            fields.Check(isValid, "external_labels", $"\"{name}\" is not a valid label name");
        }
    }
}
