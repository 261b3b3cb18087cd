using System.Net.Sockets;
using System.Text;

namespace Pharos.Scrape.Tests.Hostile;

/// <summary>One connection of a scraper, as a script sees it. Methods throw when the scraper hangs up.</summary>
internal sealed class HostileConnection(HostileServer server, Socket socket, CancellationToken stop)
{
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await socket.ReceiveAsync(buffer, stop);
            if (read == 0)
            {
                break;
            }

            head.Append(Encoding.Latin1.GetString(buffer, 0, read));

            // What begins a TLS handshake has no head.
            if (head[0] == '\u0016')
            {
                break;
            }
        }

        return head.ToString();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = await socket.SendAsync(bytes, stop);
            server.CountSent(sent);
            bytes = bytes[sent..];
        }
    }

    /// <summary>An answer of status 200 with all that belongs to it.</summary>
    public Task SendAnswerAsync(byte[] body, string headers = "Content-Type: text/plain; version=0.0.4\r\n") =>
        SendAsync(Bytes($"HTTP/1.1 200 OK\r\n{headers}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n", body));

    /// <summary>Sends the same piece until the scraper hangs up, but never more than would fail a test anyway.</summary>
    public async Task FloodAsync(byte[] piece, long mostBytes = 256 << 20)
    {
        for (var sent = 0L; sent < mostBytes; sent += piece.Length)
        {
            await SendAsync(piece);
        }
    }

    /// <summary>Ends the connection without the ceremony of TCP.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Close()
    {
        if (socket.Connected)
        {
            socket.Shutdown(SocketShutdown.Both);
        }
    }

    /// <summary>Says nothing until the scraper hangs up.</summary>
    public async Task StallAsync()
    {
        var buffer = new byte[256];
        while (await socket.ReceiveAsync(buffer, stop) > 0)
        {
            // The scraper should not say anything more; what it says is of no interest.
        }
    }

    private static byte[] Bytes(string head, byte[] body) => [.. Encoding.Latin1.GetBytes(head), .. body];
}
