namespace Pharos.Foundation.Templates;

/// <summary>Values in a row.</summary>
/// <param name="TypeName">As messages have it, such as <c>[]string</c>.</param>
public sealed record TemplateList(string TypeName, IReadOnlyList<object?> Items);
