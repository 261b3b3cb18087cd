using Pharos.Configuration;

namespace Pharos.Rules.Files;

/// <summary>A rule as it stands in a file.</summary>
public sealed class RuleOptions : IOptions
{
    /// <summary>The metric that is recorded; empty for an alert.</summary>
    public string Record { get; set; } = "";

    /// <summary>The alert's name; empty for a metric that is recorded.</summary>
    public string Alert { get; set; } = "";

    public string Expression { get; set; } = "";

    public TimeSpan For { get; set; }

    public TimeSpan KeepFiringFor { get; set; }

    public SortedDictionary<string, string> Labels { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Annotations { get; set; } = new(StringComparer.Ordinal);

    public bool IsAlert => Alert.Length > 0;

    /// <summary>What the rule is called, of whatever kind it is.</summary>
    public string Name => IsAlert ? Alert : Record;

    public void Describe(Fields fields)
    {
        Record = fields.Text("record", Record);
        Alert = fields.Text("alert", Alert);
        Expression = fields.Text("expr", Expression, always: true);
        For = fields.Duration("for", For);
        KeepFiringFor = fields.Duration("keep_firing_for", KeepFiringFor);
        Labels = fields.Map("labels", Kinds.Text, Labels);
        Annotations = fields.Map("annotations", Kinds.Text, Annotations);
    }
}
