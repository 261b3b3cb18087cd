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

    /// <summary>What sets this server's samples and alerts apart from those of others. As they stand in the file, until <see cref="Expand"/>.</summary>
    public SortedDictionary<string, string> ExternalLabelTexts { get; set; } = new(StringComparer.Ordinal);

    public string QueryLogFile { get; set; } = "";

    public Labels ExternalLabels()
    {
        var labels = new LabelsBuilder();
        foreach (var (name, text) in ExternalLabelTexts)
        {
            // A label whose variable is empty is a label still, with an empty value.
            labels.AddAsIs(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(text));
        }

        return labels.ToLabels();
    }

    /// <summary>Fills in what external labels take from the environment.</summary>
    /// <returns>The variables that there are none of.</returns>
    public IReadOnlyList<string> Expand(Func<string, string?> variable)
    {
        var empty = new List<string>();
        foreach (var (name, text) in ExternalLabelTexts.ToArray())
        {
            ExternalLabelTexts[name] = VariableText.Expand(text, Look);
        }

        return empty;

        string? Look(string name)
        {
            var value = variable(name);
            if (string.IsNullOrEmpty(value))
            {
                empty.Add(name);
            }

            return value;
        }
    }

    public void Describe(Fields fields)
    {
        Scrape.DescribePace(fields);
        EvaluationInterval = fields.Duration("evaluation_interval", EvaluationInterval);
        EvaluationInterval = EvaluationInterval == TimeSpan.Zero ? UsualEvaluationInterval : EvaluationInterval;
        RuleQueryOffset = fields.Duration("rule_query_offset", RuleQueryOffset);
        QueryLogFile = fields.File("query_log_file", QueryLogFile);
        Scrape.FailureLogFile = fields.File("scrape_failure_log_file", Scrape.FailureLogFile);
        ExternalLabelTexts = fields.Map("external_labels", Kinds.Text, ExternalLabelTexts);
        Scrape.DescribeAnswers(fields);
        foreach (var name in ExternalLabelTexts.Keys)
        {
            var isValid = NameValidation.IsLabelName(Encoding.UTF8.GetBytes(name), Scrape.Validation ?? NameValidationScheme.Utf8);
            fields.Check(isValid, "external_labels", $"\"{name}\" is not a valid label name");
        }
    }
}
