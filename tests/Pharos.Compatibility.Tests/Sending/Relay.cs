using System.Net;
using System.Net.Sockets;

namespace Pharos.Compatibility.Tests.Sending;

/// <summary>Passes connections on to another address, until it is closed: then those that there are break, and new ones do, too.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;
    private CancellationTokenSource _open = new();
    private int _refused;

    public Relay(Uri target)
    {
        (_host, _port) = (target.Host, target.Port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>How many connections came while it was closed.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public void Open() => _open = new CancellationTokenSource();

    public Task CloseAsync() => _open.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _open.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
        _open.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = PassAsync(client, _open.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client, CancellationToken open)
    {
        using (client)
        {
            if (open.IsCancellationRequested)
            {
                Interlocked.Increment(ref _refused);
                return;
            }

            using var target = new TcpClient();
            try
            {
                await target.ConnectAsync(_host, _port, open);
                await Task.WhenAny(client.GetStream().CopyToAsync(target.GetStream(), open), target.GetStream().CopyToAsync(client.GetStream(), open));
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
                // Either end may go at any time.
            }
        }
    }
}
