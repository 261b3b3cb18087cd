using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Pharos.Hosting.Http;

/// <summary>
/// Says which address could not be bound, and why, in the words of Go's <c>net</c> package; and which were bound. Not safe for concurrent use: Kestrel
/// binds one after the other.
/// </summary>
/// <param name="inner">What binds.</param>
/// <param name="names">How the places were called that the endpoints were made from.</param>
internal sealed class NamedBinding(IConnectionListenerFactory inner, IReadOnlyDictionary<EndPoint, string> names) : IConnectionListenerFactory
{
    private readonly List<ListenAddress> _bound = [];

    /// <summary>The addresses in the order in which they were bound, with the ports that they got.</summary>
    public IReadOnlyList<ListenAddress> Bound => _bound;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var name = names.TryGetValue(endpoint, out var written) ? written : endpoint.ToString();
        try
        {
            var listener = await inner.BindAsync(endpoint, cancellationToken);
            if (listener.EndPoint is not IPEndPoint address)
            {
                await listener.DisposeAsync();
                throw new ListenException($"listen {name}: it is no socket of TCP");
            }

            _bound.Add(new ListenAddress(address.Address.ToString(), address.Port));
            return listener;
        }
        catch (Exception exception) when (exception is AddressInUseException or IOException or SocketException or NotSupportedException)
        {
            throw new ListenException($"listen {name}: {Reason(exception)}", exception);
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
