using System.Globalization;
using System.Net;
using System.Text;
using Pharos.Configuration;
using Pharos.Http.Credentials;

namespace Pharos.Http.Connecting;

/// <summary>Asks an HTTP proxy to connect through to a host.</summary>
internal static class HttpTunnel
{
    private const int MostResponseBytes = 64 << 10;

    public static async ValueTask ConnectAsync(
        Stream stream, DnsEndPoint target, ProxyServer proxy, IReadOnlyDictionary<string, IReadOnlyList<Secret>> headers, string userAgent, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Request(target, proxy, headers, userAgent)), cancellationToken);
        var statusLine = await ReadResponseAsync(stream, cancellationToken);
        var words = statusLine.Split(' ', 3);
        if (words.Length < 2 || !words[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            throw new IOException("what answers to CONNECT is no HTTP");
        }

        if (status != 200)
        {
            throw new IOException($"CONNECT was answered with {status} {(words.Length > 2 ? words[2] : "")}".TrimEnd());
        }
    }

    private static string Request(DnsEndPoint target, ProxyServer proxy, IReadOnlyDictionary<string, IReadOnlyList<Secret>> headers, string userAgent)
    {
        var authority = $"{(target.Host.Contains(':', StringComparison.Ordinal) && target.Host[0] != '[' ? $"[{target.Host}]" : target.Host)}:{target.Port}";
        var request = new StringBuilder($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n");
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                request.Append(HeaderText.Checked(name, "proxy_connect_header")).Append(": ")
                    .Append(HeaderText.Checked(value.Reveal(), $"proxy_connect_header {name}")).Append("\r\n");
            }
        }

        bool IsThere(string name) => headers.Keys.Contains(name, StringComparer.OrdinalIgnoreCase);
        if (!IsThere("User-Agent"))
        {
            request.Append($"User-Agent: {userAgent}\r\n");
        }

        if (proxy.Authorization is { } authorization && !IsThere("Proxy-Authorization"))
        {
            request.Append($"Proxy-Authorization: {authorization}\r\n");
        }

        return request.Append("\r\n").ToString();
    }

    /// <summary>The first line. Reads byte by byte up to the empty line: what follows belongs to the tunnel.</summary>
    private static async ValueTask<string> ReadResponseAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        string? first = null;
        var one = new byte[1];
        for (var count = 0; count < MostResponseBytes; count++)
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                throw new IOException("it closed the connection instead of answering CONNECT");
            }

            if (one[0] != '\n')
            {
                line.Append((char)one[0]);
                continue;
            }

            var text = line.ToString().TrimEnd('\r');
            if (text.Length == 0 && first is not null)
            {
                return first;
            }

            first ??= text;
            line.Clear();
        }

        throw new IOException($"the answer to CONNECT has more than {MostResponseBytes} bytes of headers");
    }
}
