using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Pharos.Hosting.Http;

/// <summary>Says which address could not be bound, and why, in the words of Go's <c>net</c> package.</summary>
/// <param name="inner">What binds.</param>
/// <param name="addresses">How the addresses were written that the endpoints were made from.</param>
internal sealed class NamedBinding(IConnectionListenerFactory inner, IReadOnlyDictionary<EndPoint, ListenAddress> addresses) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.BindAsync(endpoint, cancellationToken);
        }
        catch (Exception exception) when (exception is AddressInUseException or IOException or SocketException)
        {
            var address = addresses.TryGetValue(endpoint, out var written) ? written.ToString() : endpoint.ToString();
            throw new ListenException($"listen tcp {address}: {Reason(exception)}", exception);
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "bind: address already in use",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "bind: permission denied",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "bind: cannot assign requested address",
        _ => exception.Message,
    };
}
