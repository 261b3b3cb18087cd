using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Pharos.Discovery.Dns.Messages;

namespace Pharos.Discovery.Tests.Dns;

/// <summary>A name server on loopback, over UDP and TCP at the same port, that answers as the test says.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<byte[], bool, byte[][]> _answer;
    private readonly Task _running;

    /// <param name="answer">From a question, and whether it came over TCP, to the messages that are sent back.</param>
    public DnsServer(Func<byte[], bool, byte[][]> answer)
    {
        _answer = answer;
        (_tcp, Port) = Bind();
        _running = Task.WhenAll(Task.Run(ServeUdpAsync), Task.Run(ServeTcpAsync));
    }

    /// <summary>One answer to each question, by name, type and way.</summary>
    public DnsServer(Func<string, DnsType, byte[], byte[]> answer)
        : this((query, _) => [answer(DnsPacket.Question(query).Name, DnsPacket.Question(query).Type, query)])
    {
    }

    public int Port { get; }

    /// <summary>The names asked for, with the way.</summary>
    public ConcurrentQueue<string> Questions { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp.Dispose();
        _tcp.Dispose();
        await _running;
        _stop.Dispose();
    }

    /// <summary>Somebody else may have the port of the other protocol.</summary>
    private (TcpListener Tcp, int Port) Bind()
    {
        while (true)
        {
            var tcp = new TcpListener(IPAddress.Loopback, 0);
            tcp.Start();
            try
            {
                _udp.Bind((IPEndPoint)tcp.LocalEndpoint);
                return (tcp, ((IPEndPoint)tcp.LocalEndpoint).Port);
            }
            catch (SocketException)
            {
                tcp.Dispose();
            }
        }
    }

    private byte[][] Answer(byte[] query, bool isTcp)
    {
        Questions.Enqueue($"{(isTcp ? "tcp" : "udp")} {DnsPacket.Question(query).Name}");
        return _answer(query, isTcp);
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[ushort.MaxValue];
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                foreach (var answer in Answer(buffer[..received.ReceivedBytes], isTcp: false))
                {
                    await _udp.SendToAsync(answer, received.RemoteEndPoint, _stop.Token);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException && _stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var client = await _tcp.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                var head = new byte[2];
                await stream.ReadExactlyAsync(head, _stop.Token);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
                await stream.ReadExactlyAsync(query, _stop.Token);
                foreach (var answer in Answer(query, isTcp: true))
                {
                    await stream.WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer], _stop.Token);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException && _stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }
}
