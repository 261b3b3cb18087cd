using System.Text;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Model.Relabeling;

/// <summary>A valid rule as bytes. Immutable.</summary>
internal sealed class CompiledRule
{
    public CompiledRule(RelabelRule rule, NameValidationScheme scheme)
    {
        Action = rule.Action;
        Sources = [.. (rule.SourceLabels ?? []).Select(Encoding.UTF8.GetBytes)];
        Separator = Encoding.UTF8.GetBytes(rule.Separator);
        Regex = AnchoredRegex.CompileWrapped(rule.Regex ?? RelabelRule.DefaultRegex);
        Modulus = rule.Modulus;
        Target = new RelabelTemplate(rule.TargetLabel);
        Replacement = new RelabelTemplate(rule.Replacement);
        Scheme = scheme;
    }

    public RelabelAction Action { get; }

    public byte[][] Sources { get; }

    public byte[] Separator { get; }

    public AnchoredRegex Regex { get; }

    public ulong Modulus { get; }

    public RelabelTemplate Target { get; }

    public RelabelTemplate Replacement { get; }

    public NameValidationScheme Scheme { get; }
}
