using Pharos.Configuration;
using Pharos.Model;

namespace Pharos.Server.Configuration.Otlp;

/// <summary>The section <c>otlp</c>: what is made of samples that OpenTelemetry sends.</summary>
public sealed class OtlpOptions : IOptions
{
    private static readonly ChoiceKind<TranslationStrategy> Strategies = new(
        ("UnderscoreEscapingWithSuffixes", TranslationStrategy.UnderscoreEscapingWithSuffixes),
        ("UnderscoreEscapingWithoutSuffixes", TranslationStrategy.UnderscoreEscapingWithoutSuffixes),
        ("NoUTF8EscapingWithSuffixes", TranslationStrategy.NoUtf8EscapingWithSuffixes),
        ("NoTranslation", TranslationStrategy.NoTranslation),
        ("", TranslationStrategy.UnderscoreEscapingWithSuffixes));

    public bool PromoteAllResourceAttributes { get; set; }

    /// <summary>Attributes of resources that become labels of each series.</summary>
    public IReadOnlyList<string> PromoteResourceAttributes { get; set; } = [];

    /// <summary>Those that do not, when all do.</summary>
    public IReadOnlyList<string> IgnoreResourceAttributes { get; set; } = [];

    public TranslationStrategy Strategy { get; set; }

    /// <summary>Whether <c>target_info</c> has the attributes too that job and instance are made of.</summary>
    public bool KeepIdentifyingResourceAttributes { get; set; }

    /// <summary>Whether classic histograms become native ones with custom buckets.</summary>
    public bool ConvertHistograms { get; set; }

    public bool PromoteScopeMetadata { get; set; }

    /// <summary>Whether <c>_x</c> becomes <c>key_x</c>.</summary>
    public bool SanitizesLeadingUnderscore { get; set; } = true;

    public bool PreservesMultipleUnderscores { get; set; } = true;

    public void Describe(Fields fields)
    {
        PromoteAllResourceAttributes = fields.Bool("promote_all_resource_attributes", PromoteAllResourceAttributes);
        PromoteResourceAttributes = Attributes(fields, "promote_resource_attributes", PromoteResourceAttributes, "promoted");
        IgnoreResourceAttributes = Attributes(fields, "ignore_resource_attributes", IgnoreResourceAttributes, "ignored");
        Strategy = fields.Value("translation_strategy", Strategies, Strategy);
        KeepIdentifyingResourceAttributes = fields.Bool("keep_identifying_resource_attributes", KeepIdentifyingResourceAttributes);
        ConvertHistograms = fields.Bool("convert_histograms_to_nhcb", ConvertHistograms);
        PromoteScopeMetadata = fields.Bool("promote_scope_metadata", PromoteScopeMetadata);
        SanitizesLeadingUnderscore = fields.Bool("label_name_underscore_sanitization", SanitizesLeadingUnderscore, always: true);
        PreservesMultipleUnderscores = fields.Bool("label_name_preserve_multiple_underscores", PreservesMultipleUnderscores, always: true);

        fields.Check(
            !PromoteAllResourceAttributes || PromoteResourceAttributes.Count == 0,
            "promote_resource_attributes",
            "'promote_all_resource_attributes' and 'promote_resource_attributes' cannot be configured simultaneously");
        fields.Check(
            PromoteAllResourceAttributes || IgnoreResourceAttributes.Count == 0,
            "ignore_resource_attributes",
            "'ignore_resource_attributes' cannot be configured unless 'promote_all_resource_attributes' is true");
    }

    /// <summary>Checks what depends on the section <c>global</c>.</summary>
    public void Resolve(NameValidationScheme scheme, ConfigurationProblems problems)
    {
        if (scheme == NameValidationScheme.Legacy && Strategy is (TranslationStrategy.NoTranslation or TranslationStrategy.NoUtf8EscapingWithSuffixes))
        {
            problems.Add(this, "translation_strategy", $"OTLP translation strategy \"{Strategies.Write(Strategy)}\" is not allowed when UTF8 is disabled");
        }
    }

    private static string[] Attributes(Fields fields, string name, IReadOnlyList<string> value, string adjective)
    {
        string[] attributes = [.. fields.Texts(name, value).Select(static attribute => attribute.Trim())];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < attributes.Length; i++)
        {
            var field = $"{name}[{i}]";
            fields.Check(attributes[i].Length > 0, field, $"empty {adjective} OTel resource attribute");
            fields.Check(seen.Add(attributes[i]), field, $"duplicated {adjective} OTel resource attribute \"{attributes[i]}\"");
        }

        return attributes;
    }
}
