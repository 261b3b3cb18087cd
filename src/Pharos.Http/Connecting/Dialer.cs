using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Pharos.Configuration;
using Pharos.Http.Tls;

namespace Pharos.Http.Connecting;

/// <summary>Makes connections: to the host, or to a Unix socket, or through a proxy; and TLS over that. Thread-safe.</summary>
internal sealed class Dialer(ProxyRules proxies, ClientTls tls, IReadOnlyDictionary<string, IReadOnlyList<Secret>> connectHeaders, string userAgent, TimeProvider time, IConnectionObserver? observer)
{
    /// <summary>All of it together. Requests wait no longer than their own limits; a connection that comes late serves the next.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    public async ValueTask<Stream> DialAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await DialAsync(context.DnsEndPoint, context.InitialRequestMessage, either.Token);
        }
        catch (OperationCanceledException error) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"no connection within {TimeLimit.TotalSeconds} seconds", error);
        }
    }

    private async ValueTask<Stream> DialAsync(DnsEndPoint target, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!;
        var host = request.Options.TryGetValue(OriginalHost, out var original) ? original : target.Host;
        var handshake = url.Scheme == "https" ? tls.ForTarget(host, offersHttp2: request.Version.Major >= 2) : null;
        var stream = await TransportAsync(target, request, proxies.For(url), cancellationToken);
        return handshake is null ? stream : await handshake.OverAsync(stream, cancellationToken);
    }

    /// <summary>The host of a URL in which the name of a Unix socket stands now.</summary>
    public static HttpRequestOptionsKey<string> OriginalHost { get; } = new("Pharos.OriginalHost");

    private async ValueTask<Stream> TransportAsync(DnsEndPoint target, HttpRequestMessage request, ProxyServer? proxy, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(RequestOptions.UnixSocket, out var path))
        {
            return await ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        }

        if (proxy is null)
        {
            return await ConnectAsync(target, cancellationToken);
        }

        Stream? stream = null;
        try
        {
            stream = await ConnectAsync(new DnsEndPoint(proxy.Host, proxy.Port), cancellationToken);
            if (proxy.Kind == ProxyKind.Https)
            {
                stream = await tls.ForProxy(proxy.Host).OverAsync(stream, cancellationToken);
            }

            if (proxy.Kind == ProxyKind.Socks5)
            {
                await Socks5.ConnectAsync(stream, target, proxy.User, cancellationToken);
            }
            else if (!PlainHttpProxy.Takes(request.RequestUri!, proxy))
            {
                await HttpTunnel.ConnectAsync(stream, target, proxy, connectHeaders, userAgent, cancellationToken);
            }

            return stream;
        }
        catch (Exception error) when (error is IOException or SocketException or AuthenticationException)
        {
            await Close(stream);
            throw new IOException($"{proxy}: {error.Message}", error);
        }
        catch
        {
            await Close(stream);
            throw;
        }
    }

    private static ValueTask Close(Stream? stream) => stream?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async ValueTask<Stream> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        observer?.Attempted();
        var isUnix = endPoint is UnixDomainSocketEndPoint;
        var socket = isUnix ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (!isUnix)
            {
                socket.NoDelay = true;
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
                socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 15);
            }

            await socket.ConnectAsync(endPoint, cancellationToken);
            observer?.Established();
            return observer is null ? new NetworkStream(socket, ownsSocket: true) : new ObservedSocketStream(socket, observer);
        }
        catch (Exception error)
        {
            socket.Dispose();
            observer?.Failed(Reason(error));
            throw;
        }
    }

    private static ConnectionFailure Reason(Exception error) => error switch
    {
        OperationCanceledException => ConnectionFailure.Timeout,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => ConnectionFailure.Refused,
        SocketException { SocketErrorCode: SocketError.TimedOut } => ConnectionFailure.Timeout,
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => ConnectionFailure.Resolution,
        _ => ConnectionFailure.Unknown,
    };
}
