using Pharos.Foundation.Templates;

namespace Pharos.Rules.Templating;

/// <summary>What the templates of an alert see.</summary>
internal sealed class AlertData(TemplateMap labels, TemplateMap externalLabels, string externalUrl, object value) : TemplateObject
{
    public override string TypeName => "struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }";

    public override bool TryGetField(string name, out object? field)
    {
        field = name switch
        {
            "Labels" => labels,
            "ExternalLabels" => externalLabels,
            "ExternalURL" => externalUrl,
            "Value" => value,
            _ => null,
        };
        return field is not null;
    }

    public override string ToString() => $"{{{TemplateText.Of(labels)} {TemplateText.Of(externalLabels)} {externalUrl} {TemplateText.Of(value)}}}";
}
