namespace Pharos.Foundation.Templates;

/// <summary>What a function of a template throws when it cannot answer; the template's error says so with the place of the call.</summary>
public sealed class TemplateFunctionException(string message) : Exception(message);
