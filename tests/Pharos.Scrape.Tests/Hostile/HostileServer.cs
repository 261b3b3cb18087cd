using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Pharos.Scrape.Tests.Hostile;

/// <summary>A server on a port of the system's choice that answers with whatever bytes a test says, path by path.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Func<HostileConnection, Task>> _scripts = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    public HostileServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Host and port.</summary>
    public string Address => _listener.LocalEndPoint!.ToString()!;

    /// <summary>The heads of all requests so far, a path's in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>How many bytes of answers the sockets have taken.</summary>
    public long SentBytes => Interlocked.Read(ref _sentBytes);

    private long _sentBytes;

    /// <summary>Says what requests for a path get. A script may end as it likes; the connection is closed behind it.</summary>
    public void Answer(string path, Func<HostileConnection, Task> script) => _scripts[path] = script;

    public void Answer(string path, string answer) => Answer(path, connection => connection.SendAsync(answer));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    internal void CountSent(int bytes) => Interlocked.Add(ref _sentBytes, bytes);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            var connection = new HostileConnection(this, socket, _stop.Token);
            try
            {
                var head = await connection.ReadHeadAsync();
                Requests.Enqueue(head);
                var path = head.Split(' ') is [_, var target, ..] ? target.Split('?')[0] : "";
                var script = _scripts.GetValueOrDefault(path) ?? _scripts.GetValueOrDefault("*");
                await (script is null ? connection.SendAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") : script(connection));
                connection.Close();
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The scraper has hung up, which is what a test waits for, or the test is over.
            }
        }
    }
}
