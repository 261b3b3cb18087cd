using System.Net.Sockets;
using System.Security.Authentication;

namespace Pharos.Http;

/// <summary>What went wrong on the way to a server and back, in the words that users of Prometheus know where there are such.</summary>
public static class RequestErrorText
{
    /// <summary>Some messages quote what the server sent.</summary>
    private const int MostCharacters = 500;

    /// <summary>Of a failure before the answer's body.</summary>
    /// <param name="address">The host and port that the server was to be reached at.</param>
    public static string OfRequest(Exception error, string address) => error switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "EOF",
        HttpRequestException { InnerException: HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } } => "EOF",
        _ when Socket(error) is { } socket => Words(socket, address),
        _ => Cut(Innermost(error).Message),
    };

    /// <summary>Of a failure within the body.</summary>
    public static string OfBody(Exception error) => error switch
    {
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "unexpected EOF",
        _ when Socket(error) is { } socket => Words(socket, ""),
        _ => Cut(Innermost(error).Message),
    };

    public static string Cut(string message) => message.Length <= MostCharacters ? message : message[..MostCharacters] + "…";

    private static SocketException? Socket(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket;
            }
        }

        return null;
    }

    private static Exception Innermost(Exception error)
    {
        // The outer messages say little: that a request could not be sent, see the inner one.
        while (error.InnerException is { } inner && inner is SocketException or IOException or AuthenticationException)
        {
            error = inner;
        }

        return error;
    }

    private static string Words(SocketException error, string address)
    {
        var dial = address.Length == 0 ? "" : $"dial tcp {address}: ";
        return error.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => dial + "connect: connection refused",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"{(address.Length == 0 ? "" : $"dial tcp: lookup {address[..address.LastIndexOf(':')]}: ")}no such host",
            SocketError.NetworkUnreachable => dial + "connect: network is unreachable",
            SocketError.HostUnreachable => dial + "connect: no route to host",
            SocketError.TimedOut => dial + "connect: connection timed out",
            SocketError.ConnectionReset => "read: connection reset by peer",
            _ => error.Message,
        };
    }
}
