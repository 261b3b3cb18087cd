namespace Pharos.Rules;

/// <summary>A rule could not be evaluated. The message is for the user.</summary>
public sealed class RuleException(string message) : Exception(message);
