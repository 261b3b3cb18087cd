namespace Pharos.Foundation.Templates;

/// <summary>Functions by their names, those that all templates have among them.</summary>
public sealed class TemplateFunctions
{
    private readonly Dictionary<string, TemplateFunction> _functions = new(StringComparer.Ordinal);

    /// <param name="functions">In addition to those of all templates, or in their place.</param>
    public TemplateFunctions(params IEnumerable<TemplateFunction> functions)
    {
        foreach (var function in BuiltInFunctions.All.Concat(functions))
        {
            _functions[function.Name] = function;
        }
    }

    public TemplateFunction? Find(string name) => _functions.GetValueOrDefault(name);

    /// <summary>These and others.</summary>
    public TemplateFunctions With(params IEnumerable<TemplateFunction> functions) => new(_functions.Values.Concat(functions));
}
