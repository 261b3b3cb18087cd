using System.Text;
using Pharos.Foundation.Templates;
using Pharos.Model;
using Pharos.Rules.Alerting;

namespace Pharos.Rules.Templating;

/// <summary>The labels and annotations of an alerting rule, which are templates. A mistake in one becomes its text: no alert is lost by that.</summary>
internal sealed class AlertTemplate
{
    /// <summary>What users need not write themselves. Places in messages count it.</summary>
    private const string Preamble = "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}";

    private readonly AlertingRuleOptions _options;
    private readonly TemplateMap _externalLabels;
    private readonly string _path;

    public AlertTemplate(AlertingRuleOptions options)
    {
        _options = options;
        _externalLabels = new TemplateMap(Texts(options.ExternalLabels.View));
        _path = Uri.TryCreate(options.ExternalUrl, UriKind.Absolute, out var url) ? url.AbsolutePath.TrimEnd('/') : "";
    }

    /// <exception cref="TemplateException">The text is no template.</exception>
    public static void Check(string alert, string text) =>
        Template.Parse("__alert_" + alert, Preamble + text, TemplateFunctionsOfPrometheus.New(QueryFunctions.None, DateTimeOffset.UnixEpoch, "", ""));

    /// <summary>For the elements of one evaluation.</summary>
    public Func<RuleSample, AlertText> For(RuleQueries queries, DateTimeOffset time, CancellationToken cancellation)
    {
        // Most rules have templates, but most evaluations no elements.
        var functions = new Lazy<TemplateFunctions>(() =>
            TemplateFunctionsOfPrometheus.New(QueryFunctions.Of(queries, time, cancellation), time, _options.ExternalUrl, _path));
        return element =>
        {
            var data = new AlertData(new TemplateMap(Texts(element.Labels.View)), _externalLabels, _options.ExternalUrl, SampleValue.Of(element));
            return new AlertText(_options, text => Expand(text, functions, data, cancellation));
        };
    }

    /// <summary>The text, or what went wrong as a text.</summary>
    private string Expand(string text, Lazy<TemplateFunctions> functions, AlertData data, CancellationToken cancellation)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return text;
        }

        var name = "__alert_" + _options.Name;
        var step = "parsing";
        try
        {
            var template = Template.Parse(name, Preamble + text, functions.Value);
            step = "executing";
            return template.Execute(name, data, cancellation);
        }
        catch (TemplateException exception)
        {
            return $"<error expanding template: error {step} template {name}: {exception.Message}>";
        }
    }

    private static List<KeyValuePair<string, string>> Texts(LabelsView labels)
    {
        var texts = new List<KeyValuePair<string, string>>();
        foreach (var label in labels)
        {
            texts.Add(KeyValuePair.Create(Encoding.UTF8.GetString(label.Name), Encoding.UTF8.GetString(label.Value)));
        }

        return texts;
    }
}
