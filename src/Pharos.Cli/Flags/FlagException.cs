namespace Pharos.Cli.Flags;

/// <summary>A command line that cannot be understood. The message is for the user, without the program's name.</summary>
internal sealed class FlagException(string message) : Exception(message);
