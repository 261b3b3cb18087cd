using Pharos.Configuration;

namespace Pharos.Rules.Files;

/// <summary>Rules that are evaluated one after the other, at the same time.</summary>
public sealed class RuleGroupOptions : IOptions
{
    public string Name { get; set; } = "";

    /// <summary>Zero for that of the configuration.</summary>
    public TimeSpan Interval { get; set; }

    /// <summary>Null for that of the configuration.</summary>
    public TimeSpan? QueryOffset { get; set; }

    /// <summary>How many series or alerts each of the rules may give; zero for any number.</summary>
    public long Limit { get; set; }

    /// <summary>For all rules that do not have them themselves.</summary>
    public SortedDictionary<string, string> Labels { get; set; } = new(StringComparer.Ordinal);

    public IReadOnlyList<RuleOptions> Rules { get; set; } = [];

    public void Describe(Fields fields)
    {
        Name = fields.Text("name", Name, always: true);
        Interval = fields.Duration("interval", Interval);
        var offset = fields.Duration("query_offset", QueryOffset ?? TimeSpan.Zero);
        QueryOffset = fields.Has("query_offset") ? offset : QueryOffset;
        Limit = fields.Integer("limit", Limit);
        Labels = fields.Map("labels", Kinds.Text, Labels);
        Rules = fields.Sections("rules", Rules);
        fields.Check(Name.Length > 0, "name", "Groupname must not be empty");
    }
}
