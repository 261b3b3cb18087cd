using Pharos.Configuration;

namespace Pharos.Rules.Files;

/// <summary>A file that <c>rule_files</c> names.</summary>
public sealed class RuleFile : IOptions
{
    public IReadOnlyList<RuleGroupOptions> Groups { get; set; } = [];

    public void Describe(Fields fields) => Groups = fields.Sections("groups", Groups);
}
