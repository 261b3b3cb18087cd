using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Pharos.Discovery.Dns.Messages;

namespace Pharos.Discovery.Dns;

/// <summary>Asks one server one question. Thread-safe.</summary>
/// <param name="port">Of all servers; 53 but for tests.</param>
internal sealed class DnsClient(TimeProvider time, int port = DnsClient.WellKnownPort)
{
    public const int WellKnownPort = 53;

    /// <summary>For an answer, or for each step of one over TCP.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Over UDP; if the answer does not fit, again over TCP; if the server does not know how large answers may be, again without that.</summary>
    /// <exception cref="DnsException">There is no answer that can be used.</exception>
    public async Task<DnsResponse> AskAsync(IPAddress server, string name, DnsType type, int attempts, CancellationToken cancel)
    {
        var endpoint = new IPEndPoint(server, port);
        try
        {
            var response = await AskOverUdpAsync(endpoint, name, type, extended: true, attempts, cancel);
            if (response.Status is DnsStatus.FormatError or DnsStatus.NotImplemented)
            {
                response = await AskOverUdpAsync(endpoint, name, type, extended: false, attempts, cancel);
            }

            return response.IsTruncated ? await AskOverTcpAsync(endpoint, name, type, cancel) : response;
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            throw new DnsException(error.Message, error);
        }
    }

    private async Task<DnsResponse> AskOverUdpAsync(IPEndPoint server, string name, DnsType type, bool extended, int attempts, CancellationToken cancel)
    {
        var buffer = new byte[ushort.MaxValue];
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            // A socket of its own for each: with the number of the question, its port is what a stranger would have to guess.
            var query = Query(name, type);
            using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            using var limit = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
            await socket.ConnectAsync(server, cancel);
            await socket.SendAsync(query.Encode(extended), cancel);
            try
            {
                while (true)
                {
                    var length = await socket.ReceiveAsync(buffer, either.Token);
                    if (query.Decode(buffer.AsSpan(0, length)) is { } response)
                    {
                        return response;
                    }
                }
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // No answer in time: the question or its answer got lost, or the server is not there.
            }
        }

        throw new DnsException($"no answer within {attempts * Patience.TotalSeconds} s");
    }

    private async Task<DnsResponse> AskOverTcpAsync(IPEndPoint server, string name, DnsType type, CancellationToken cancel)
    {
        var query = Query(name, type);
        using var limit = new CancellationTokenSource(Patience * 2, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server, either.Token);
            await using var stream = new NetworkStream(socket);
            var message = query.Encode(extended: false);
            var framed = new byte[message.Length + 2];
            BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
            message.CopyTo(framed, 2);
            await stream.WriteAsync(framed, either.Token);

            var head = new byte[2];
            await stream.ReadExactlyAsync(head, either.Token);
            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
            await stream.ReadExactlyAsync(answer, either.Token);
            return query.Decode(answer) switch
            {
                null => throw new DnsException("the answer over TCP is broken, or to another question"),
                { IsTruncated: true } => throw new DnsException("the answer over TCP is cut short"),
                { } response => response,
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new DnsException("no answer over TCP in time");
        }
    }

    private static DnsQuery Query(string name, DnsType type) =>
        DnsQuery.Create(name, type, (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1)) ?? throw new DnsException("there can be no such name");
}

/// <summary>A question stays without an answer.</summary>
internal sealed class DnsException(string message, Exception? cause = null) : Exception(message, cause);
