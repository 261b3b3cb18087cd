using System.Text;
using Pharos.Foundation.Text;

namespace Pharos.Model.Relabeling;

/// <summary>One relabelling rule as the configuration has it. What is not set has the reference's default.</summary>
public sealed record RelabelRule
{
    public const string DefaultSeparator = ";";
    public const string DefaultRegex = "(.*)";
    public const string DefaultReplacement = "$1";

    /// <summary>Labels whose values, joined, are the source. Null if the configuration does not name the field.</summary>
    public IReadOnlyList<string>? SourceLabels { get; init; }

    public string Separator { get; init; } = DefaultSeparator;

    /// <summary>
    /// The pattern, which has to match the whole source. Null if the configuration does not name the field: then it is
    /// <see cref="DefaultRegex"/>.
    /// </summary>
    public string? Regex { get; init; }

    public ulong Modulus { get; init; }

    /// <summary>Where the result goes; a template for <see cref="RelabelAction.Replace"/>.</summary>
    public string TargetLabel { get; init; } = "";

    public string Replacement { get; init; } = DefaultReplacement;

    public RelabelAction Action { get; init; }

    /// <summary>
    /// Throws <see cref="FormatException"/>, in the reference's words, when fields are missing, invalid or of no use for the action.
    /// The pattern is checked by <see cref="RelabelRules.Compile"/>.
    /// </summary>
    public void Validate(NameValidationScheme scheme)
    {
        var action = RelabelActions.Name(Action);
        foreach (var label in SourceLabels ?? [])
        {
            Require(IsLabelName(label, NameValidationScheme.Utf8), $"{GoQuote.Quote(label)} is not a valid label name");
        }

        Require(
            Action != RelabelAction.HashMod || Modulus != 0,
            "relabel configuration for hashmod requires non-zero modulus");
        Require(
            !NeedsTarget || TargetLabel.Length > 0,
            $"relabel configuration for {action} action requires 'target_label' value");
        Require(
            !NeedsTarget || IsValidTarget(scheme),
            $"{GoQuote.Quote(TargetLabel)} is invalid 'target_label' for {action} action");
        Require(
            !(IsCaseAction || IsEqualAction) || Replacement == DefaultReplacement,
            $"'replacement' can not be set for {action} action");
        Require(
            Action != RelabelAction.LabelMap || RelabelTemplate.IsValidName(Replacement, scheme),
            $"{GoQuote.Quote(Replacement)} is invalid 'replacement' for {action} action");
        Require(
            !IsEqualAction || (Regex is null && HasDefaultValues),
            $"{action} action requires only 'source_labels' and `target_label`, and no other fields");
        Require(
            Action is not (RelabelAction.LabelDrop or RelabelAction.LabelKeep)
                || (SourceLabels is null && TargetLabel.Length == 0 && HasDefaultValues),
            $"{action} action requires only 'regex', and no other fields");
    }

    private bool IsCaseAction => Action is RelabelAction.Lowercase or RelabelAction.Uppercase;

    private bool IsEqualAction => Action is RelabelAction.KeepEqual or RelabelAction.DropEqual;

    private bool NeedsTarget => IsCaseAction || IsEqualAction || Action is RelabelAction.Replace or RelabelAction.HashMod;

    private bool HasDefaultValues => Modulus == 0 && Separator == DefaultSeparator && Replacement == DefaultReplacement;

    /// <summary>Only the target of a replacement may be a template.</summary>
    private bool IsValidTarget(NameValidationScheme scheme) => Action == RelabelAction.Replace && TargetLabel.Contains('$', StringComparison.Ordinal)
        ? RelabelTemplate.IsValidName(TargetLabel, scheme)
        : IsLabelName(TargetLabel, scheme);

    private static bool IsLabelName(string name, NameValidationScheme scheme) =>
        NameValidation.IsLabelName(Encoding.UTF8.GetBytes(name), scheme);

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new FormatException(otherwise);
        }
    }
}
