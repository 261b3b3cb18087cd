using Pharos.Foundation.Templates.Execution;
using Pharos.Foundation.Templates.Syntax;

namespace Pharos.Foundation.Templates;

/// <summary>
/// A template of Go's <c>text/template</c>, and those that it can call. Adding to it is not safe while it is carried out; that may be done
/// many times at the same time.
/// </summary>
public sealed class Template
{
    private readonly Dictionary<string, TemplateDefinition> _definitions = new(StringComparer.Ordinal);

    /// <param name="functions">All that it may call.</param>
    public Template(TemplateFunctions functions)
    {
        Functions = functions;
    }

    internal TemplateFunctions Functions { get; }

    /// <summary>A template of one text.</summary>
    /// <exception cref="TemplateException">The text is no template.</exception>
    public static Template Parse(string name, string text, TemplateFunctions functions)
    {
        var template = new Template(functions);
        template.Add(name, text);
        return template;
    }

    /// <summary>Adds a text and all that is defined in it; a later one takes the place of an earlier one of the same name, unless it is empty.</summary>
    /// <exception cref="TemplateException">The text is no template. Nothing is added then.</exception>
    public void Add(string name, string text)
    {
        foreach (var definition in TemplateParser.Parse(new TemplateSource(name, text), Functions))
        {
            if (!definition.IsEmpty || !_definitions.ContainsKey(definition.Name))
            {
                _definitions[definition.Name] = definition;
            }
        }
    }

    public bool Defines(string name) => _definitions.ContainsKey(name);

    /// <exception cref="TemplateException">It failed, or its output became too large.</exception>
    public string Execute(string name, object? data, CancellationToken cancellation = default)
    {
        if (Find(name) is not { } definition)
        {
            throw new TemplateException($"template: no template {Text.GoQuote.Quote(name)} associated with template {Text.GoQuote.Quote(name)}");
        }

        var output = new TemplateOutput();
        new TemplateRun(this, definition, output, cancellation).Run(data);
        return output.ToString();
    }

    internal TemplateDefinition? Find(string name) => _definitions.GetValueOrDefault(name);
}
