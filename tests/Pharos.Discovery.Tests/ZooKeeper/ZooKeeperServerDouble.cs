using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pharos.Discovery.ZooKeeper;

namespace Pharos.Discovery.Tests.ZooKeeper;

/// <summary>A tree of nodes behind ZooKeeper's protocol, as far as clients use it here. Watches are for one change, as they are there.</summary>
internal sealed class ZooKeeperServerDouble : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _watched = new(StringComparer.Ordinal);
    private readonly Task _running;
    private TcpClient? _client;

    public ZooKeeperServerDouble()
    {
        _listener.Start();
        Address = _listener.LocalEndpoint.ToString()!;
        _running = Task.Run(AcceptAsync);
    }

    public string Address { get; }

    /// <summary>Sets a node's content; null deletes it and all below it.</summary>
    public void Set(string path, string? data)
    {
        lock (_gate)
        {
            var isNew = !_nodes.ContainsKey(path);
            if (data is null)
            {
                foreach (var gone in _nodes.Keys.Where(node => node == path || node.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
                {
                    _nodes.Remove(gone);
                    Tell(gone);
                }
            }
            else
            {
                _nodes[path] = data;
            }

            Tell(path);
            if (isNew || data is null)
            {
                Tell(path[..Math.Max(1, path.LastIndexOf('/'))]);
            }
        }
    }

    /// <summary>Breaks the connection there is.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            _watched.Clear();
            _client?.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Drop();
        await _running;
        _stop.Dispose();
    }

    private void Tell(string path)
    {
        if (_watched.Remove(path) && _client is { Connected: true } client)
        {
            client.GetStream().Write(new JuteWriter().Int(-1).Long(-1).Int(0).Int(3).Int(3).Text(path).ToMessage());
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(_client.GetStream());
            }
            catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException or EndOfStreamException)
            {
                // The connection, or the test, is over.
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        await ReceiveAsync(stream);
        lock (_gate)
        {
            stream.Write(new JuteWriter().Int(0).Int(6000).Long(77).Buffer(new byte[16]).ToMessage());
        }

        while (true)
        {
            var request = await ReceiveAsync(stream);
            lock (_gate)
            {
                stream.Write(Answer(request));
            }
        }
    }

    private byte[] Answer(byte[] request)
    {
        var reader = new JuteReader(request);
        var id = reader.Int();
        var kind = reader.Int();
        if (id == -2)
        {
            return new JuteWriter().Int(-2).Long(1).Int(0).ToMessage();
        }

        var path = reader.Text();
        if (!_nodes.TryGetValue(path, out var data))
        {
            return new JuteWriter().Int(id).Long(1).Int(-101).ToMessage();
        }

        _watched.Add(path);
        var reply = new JuteWriter().Int(id).Long(1).Int(0);
        if (kind == 4)
        {
            return reply.Buffer(Encoding.UTF8.GetBytes(data)).Buffer(new byte[60]).ToMessage();
        }

        var children = _nodes.Keys.Where(node => node.StartsWith(path + "/", StringComparison.Ordinal) && !node.AsSpan(path.Length + 1).Contains('/')).ToList();
        reply.Int(children.Count);
        foreach (var child in children)
        {
            reply.Text(child[(path.Length + 1)..]);
        }

        return reply.ToMessage();
    }

    private static async Task<byte[]> ReceiveAsync(NetworkStream stream)
    {
        var head = new byte[4];
        await stream.ReadExactlyAsync(head);
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
        await stream.ReadExactlyAsync(message);
        return message;
    }
}
