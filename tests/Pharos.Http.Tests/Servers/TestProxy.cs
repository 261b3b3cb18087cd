using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pharos.Http.Tests.Servers;

/// <summary>A proxy for HTTP, TLS in front if it has a certificate: CONNECT leads to the given port whatever host is named, other requests are answered by itself.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _heads = [];
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private readonly X509Certificate2? _certificate;
    private readonly string _connectAnswer;

    /// <param name="targetPort">Where tunnels lead.</param>
    /// <param name="connectAnswer">The status line for CONNECT.</param>
    public TestProxy(int targetPort = 0, X509Certificate2? certificate = null, string connectAnswer = "HTTP/1.1 200 Connection established")
    {
        (_certificate, _connectAnswer) = (certificate, connectAnswer);
        _listener.Start();
        _accepting = AcceptAsync(targetPort);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<string> Heads
    {
        get
        {
            lock (_heads)
            {
                return [.. _heads];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(int targetPort)
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), targetPort));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client, int targetPort)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                stream = secure;
            }

            while (await HeadAsync(stream) is { } head)
            {
                lock (_heads)
                {
                    _heads.Add(head);
                }

                if (head.StartsWith("CONNECT ", StringComparison.Ordinal))
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(_connectAnswer + "\r\nX-Proxy: test\r\n\r\n"), _stop.Token);
                    await Pipe.JoinAsync(stream, targetPort, _stop.Token);
                    return;
                }

                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfrom here"u8.ToArray(), _stop.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task<string?> HeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
