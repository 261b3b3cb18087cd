using System.Text;
using Pharos.Foundation.Templates;

namespace Pharos.Rules.Templating;

/// <summary>An element of a query that a template asked for.</summary>
internal sealed class QuerySample : TemplateObject
{
    public static TemplateType Type { get; } = new("*template.sample");

    public static TemplateType ListType { get; } = new("template.queryResult");

    public QuerySample(RuleSample sample)
    {
        var labels = new List<KeyValuePair<string, string>>();
        foreach (var label in sample.Labels.View)
        {
            labels.Add(KeyValuePair.Create(Encoding.UTF8.GetString(label.Name), Encoding.UTF8.GetString(label.Value)));
        }

        Labels = new TemplateMap(labels);
        Value = SampleValue.Of(sample);
    }

    public TemplateMap Labels { get; }

    public object Value { get; }

    public override string TypeName => Type.Name;

    /// <summary>Empty if there is no such label.</summary>
    public string Label(string name) => (string)Labels.Items.GetValueOrDefault(name, "")!;

    public override bool TryGetField(string name, out object? value)
    {
        value = name switch { "Labels" => Labels, "Value" => Value, _ => null };
        return value is not null;
    }

    public override string ToString() => $"{{{TemplateText.Of(Labels)} {TemplateText.Of(Value)}}}";
}
