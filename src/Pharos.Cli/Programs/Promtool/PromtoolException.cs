namespace Pharos.Cli.Programs.Promtool;

/// <summary>A command cannot do what was asked. The message is for the user, and ends the program with status 1.</summary>
internal sealed class PromtoolException(string message) : Exception(message);
