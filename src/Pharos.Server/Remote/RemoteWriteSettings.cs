using Pharos.Remote.Receiving;

namespace Pharos.Server.Remote;

/// <summary>What flags say of what other servers send.</summary>
public sealed record RemoteWriteSettings
{
    /// <summary>Whether anybody may send.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>The versions that are taken.</summary>
    public IReadOnlyList<MessageKind> Accepted { get; init; } = [MessageKind.Version1, MessageKind.Version2];

    public WriteReceiverOptions Receiver { get; init; } = new();
}
