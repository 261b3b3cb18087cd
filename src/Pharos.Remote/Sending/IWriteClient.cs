namespace Pharos.Remote.Sending;

/// <summary>Sends requests to one receiver. Safe for concurrent use.</summary>
internal interface IWriteClient
{
    /// <summary>Sends a request once. What goes wrong is in the result; only the caller's own cancellation is thrown.</summary>
    /// <param name="body">A compressed request, which stays as it is meanwhile.</param>
    /// <param name="attempt">How often it was sent before.</param>
    ValueTask<WriteResult> StoreAsync(ReadOnlyMemory<byte> body, int attempt, CancellationToken cancellation);
}
