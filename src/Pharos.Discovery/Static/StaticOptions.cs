using System.Text;
using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Static;

/// <summary>Targets that the configuration names, in <c>static_configs</c> and in files of targets.</summary>
public sealed class StaticOptions : IOptions
{
    public IReadOnlyList<string> Targets { get; set; } = [];

    public SortedDictionary<string, string> Labels { get; set; } = new(StringComparer.Ordinal);

    public void Describe(Fields fields)
    {
        Targets = fields.Texts("targets", Targets);
        Labels = fields.Map("labels", Kinds.Text, Labels);
        foreach (var (name, value) in Labels)
        {
            fields.Check(NameValidation.IsLabelName(Encoding.UTF8.GetBytes(name), NameValidationScheme.Utf8), "labels", $"\"{name}\" is not a valid label name");
        }
    }

    public TargetGroup ToGroup(string source)
    {
        var labels = new TargetLabels();
        foreach (var (name, value) in Labels)
        {
            labels.Set(name, value);
        }

        return new TargetGroup(source, labels.ToLabels(), [.. Targets.Select(target => labels.Set(TargetLabels.Address, target).ToLabels())]);
    }
}
