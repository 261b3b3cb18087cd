namespace Pharos.Foundation.Templates;

/// <summary>Something that a template can call. Safe for concurrent use if its body is.</summary>
public sealed class TemplateFunction
{
    private readonly Func<object?[], object?> _body;

    /// <param name="rest">The type of any number of further arguments; null if there are none.</param>
    /// <param name="body">Gets arguments of these types, and throws <see cref="TemplateFunctionException"/> if it cannot answer.</param>
    public TemplateFunction(string name, IReadOnlyList<TemplateType> parameters, TemplateType? rest, Func<object?[], object?> body)
    {
        (Name, Parameters, Rest, _body) = (name, parameters, rest, body);
    }

    public TemplateFunction(string name, IReadOnlyList<TemplateType> parameters, Func<object?[], object?> body)
        : this(name, parameters, null, body)
    {
    }

    public string Name { get; }

    public IReadOnlyList<TemplateType> Parameters { get; }

    public TemplateType? Rest { get; }

    /// <summary>Whether arguments are evaluated only until one of this truth is found, which is then the answer; null if all are.</summary>
    internal bool? StopsAt { get; init; }

    public TemplateType TypeAt(int argument) => argument < Parameters.Count ? Parameters[argument] : Rest!;

    public object? Call(object?[] arguments) => _body(arguments);

    /// <summary>One text to another.</summary>
    public static TemplateFunction OfText(string name, Func<string, object?> body) =>
        new(name, [TemplateType.String], arguments => body((string)arguments[0]!));
}
