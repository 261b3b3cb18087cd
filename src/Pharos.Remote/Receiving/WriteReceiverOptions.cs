namespace Pharos.Remote.Receiving;

/// <summary>What is made of what senders say beside their samples.</summary>
public sealed record WriteReceiverOptions
{
    /// <summary>Whether type and unit of a family, which version 2 has, become labels of its series.</summary>
    public bool AddsTypeAndUnit { get; init; }

    /// <summary>Whether metadata of version 2 is stored.</summary>
    public bool StoresMetadata { get; init; }
}
