namespace Pharos.Discovery.Targets;

/// <summary>A list of target groups that is not as it should be. The message says where.</summary>
internal sealed class TargetListException(string message) : FormatException(message);
