using System.Text;
using System.Text.Json;
using Pharos.Model;
using Pharos.Model.Relabeling;
using Pharos.Scrape;

namespace Pharos.Server.Api;

/// <summary>What each relabelling rule of a job makes of labels that a user gives.</summary>
internal static class RelabelSteps
{
    /// <param name="pool">Fails if there is no such pool.</param>
    public static void Write(JsonBuilder json, ApiRequest request, Func<ScrapePool> pool)
    {
        var text = request.Text("labels");
        if (text.Length == 0)
        {
            throw new ApiException(ApiErrorKind.BadData, "no labels parameter provided");
        }

        var labels = Read(text);
        var options = pool().Options;
        var relabeler = new Relabeler();
        var keeps = true;
        json.BeginObject().Name("steps").BeginList();
        foreach (var rule in options.TargetRules.Select(static one => one.Rule))
        {
            keeps = keeps && relabeler.Apply(RelabelRules.Compile([rule], options.Validation ?? NameValidationScheme.Utf8), labels);
            json.BeginObject().Name("rule");
            WriteRule(json, rule);
            json.Name("output").Labels(keeps ? WithoutEmpty(labels) : Labels.Empty).Name("keep").Bool(keeps).EndObject();
        }

        json.EndList().EndObject();
    }

    private static LabelsBuilder Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var labels = new LabelsBuilder();
            foreach (var (name, value) in document.RootElement.EnumerateObject().Select(static label => (label.Name, label.Value.GetString())))
            {
                labels.Set(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value ?? ""));
            }

            return labels;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ApiException(ApiErrorKind.BadData, "error parsing labels: not an object with texts in it");
        }
    }

    private static Labels WithoutEmpty(LabelsBuilder labels)
    {
        var result = new LabelsBuilder();
        foreach (var label in labels.View())
        {
            if (!label.Value.IsEmpty)
            {
                result.Add(label.Name, label.Value);
            }
        }

        return result.ToLabels();
    }

    private static void WriteRule(JsonBuilder json, RelabelRule rule)
    {
        json.BeginObject();
        if (rule.SourceLabels is { Count: > 0 } sources)
        {
            json.Name("source_labels").BeginList();
            foreach (var source in sources)
            {
                json.Text(source);
            }

            json.EndList();
        }

        json.Name("separator").Text(rule.Separator).Name("regex").Text(rule.Regex ?? RelabelRule.DefaultRegex);
        if (rule.Modulus > 0)
        {
            json.Name("modulus").Number((long)rule.Modulus);
        }

        if (rule.TargetLabel.Length > 0)
        {
            json.Name("target_label").Text(rule.TargetLabel);
        }

        json.Name("replacement").Text(rule.Replacement).Name("action").Text(RelabelActions.Name(rule.Action)).EndObject();
    }
}
