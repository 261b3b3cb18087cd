using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pharos.Http.Tests.Servers;

/// <summary>A SOCKS5 proxy that leads to the given port, whatever host is named.</summary>
internal sealed class TestSocks : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private readonly string? _user;
    private readonly byte _reply;

    /// <param name="user"><c>name:password</c> to ask for.</param>
    /// <param name="reply">What requests are answered with; 0 is success.</param>
    public TestSocks(int targetPort, string? user = null, byte reply = 0)
    {
        (_user, _reply) = (user, reply);
        _listener.Start();
        _accepting = AcceptAsync(targetPort);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What was asked for: type of the address and the address.</summary>
    public List<string> Targets { get; } = [];

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
            var stream = client.GetStream();
            var offered = await ReadAsync(stream, (await ReadAsync(stream, 2))[1]);
            await stream.WriteAsync(new byte[] { 5, _user is null ? (byte)0 : offered.Contains((byte)2) ? (byte)2 : (byte)0xff }, _stop.Token);
            if (_user is not null)
            {
                var name = await TextAsync(stream, (await ReadAsync(stream, 2))[1]);
                var password = await TextAsync(stream, (await ReadAsync(stream, 1))[0]);
                await stream.WriteAsync(new byte[] { 1, $"{name}:{password}" == _user ? (byte)0 : (byte)1 }, _stop.Token);
            }

            var type = (await ReadAsync(stream, 4))[3];
            var address = type switch
            {
                1 => new IPAddress(await ReadAsync(stream, 4)).ToString(),
                4 => new IPAddress(await ReadAsync(stream, 16)).ToString(),
                _ => await TextAsync(stream, (await ReadAsync(stream, 1))[0]),
            };
            var port = await ReadAsync(stream, 2);
            Targets.Add($"{type} {address}:{(port[0] << 8) | port[1]}");
            await stream.WriteAsync(new byte[] { 5, _reply, 0, 1, 0, 0, 0, 0, 0, 0 }, _stop.Token);
            if (_reply == 0)
            {
                await Pipe.JoinAsync(stream, targetPort, _stop.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task<byte[]> ReadAsync(NetworkStream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, _stop.Token);
        return bytes;
    }

    private async Task<string> TextAsync(NetworkStream stream, int length) => Encoding.UTF8.GetString(await ReadAsync(stream, length));
}
