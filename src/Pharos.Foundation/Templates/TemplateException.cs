namespace Pharos.Foundation.Templates;

/// <summary>A template that cannot be read or carried out. The message is the one that Go's <c>text/template</c> has for it.</summary>
public sealed class TemplateException(string message) : Exception(message);
