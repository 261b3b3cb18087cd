using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pharos.Http.Connecting;

/// <summary>Asks a SOCKS5 proxy to connect through to a host (RFC 1928, RFC 1929). Names are looked up by the proxy.</summary>
internal static class Socks5
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte UserAndPassword = 2;

    private static readonly string[] Failures =
    [
        "", "general failure", "connection not allowed by its rules", "network unreachable", "host unreachable", "connection refused", "TTL expired",
        "command not supported", "address type not supported",
    ];

    public static async ValueTask ConnectAsync(Stream stream, DnsEndPoint target, (string Name, string Password)? user, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(user is null ? [Version, 1, NoAuthentication] : new byte[] { Version, 2, NoAuthentication, UserAndPassword }, cancellationToken);
        var answer = await ReadAsync(stream, 2, cancellationToken);
        Require(answer[0] == Version, "what answers is no SOCKS5");
        if (answer[1] == UserAndPassword && user is { } known)
        {
            await stream.WriteAsync(Login(known.Name, known.Password), cancellationToken);
            Require((await ReadAsync(stream, 2, cancellationToken))[1] == 0, "user or password refused");
        }
        else
        {
            Require(answer[1] == NoAuthentication, user is null ? "it wants a user and a password" : "it has no way of authentication in common with us");
        }

        await stream.WriteAsync(Request(target), cancellationToken);
        answer = await ReadAsync(stream, 4, cancellationToken);
        Require(answer[0] == Version, "what answers is no SOCKS5");
        Require(answer[1] == 0, $"connecting to {target.Host}:{target.Port} failed: {(answer[1] < Failures.Length ? Failures[answer[1]] : $"error {answer[1]}")}");

        // The address it connects from, which nobody needs.
        var length = answer[3] switch
        {
            1 => 4,
            4 => 16,
            3 => (await ReadAsync(stream, 1, cancellationToken))[0],
            _ => throw new IOException("its answer has an address of an unknown type"),
        };
        await ReadAsync(stream, length + 2, cancellationToken);
    }

    private static byte[] Login(string name, string password)
    {
        var (user, secret) = (Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(password));
        Require(user.Length is > 0 and < 256 && secret.Length < 256, "user and password may have at most 255 bytes each");
        return [1, (byte)user.Length, .. user, (byte)secret.Length, .. secret];
    }

    private static byte[] Request(DnsEndPoint target)
    {
        byte[] address;
        if (IPAddress.TryParse(target.Host, out var ip))
        {
            address = [(byte)(ip.AddressFamily == AddressFamily.InterNetwork ? 1 : 4), .. ip.GetAddressBytes()];
        }
        else
        {
            var name = Encoding.UTF8.GetBytes(target.Host);
            Require(name.Length < 256, "the host's name is too long");
            address = [3, (byte)name.Length, .. name];
        }

        var port = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(port, (ushort)target.Port);
        return [Version, 1, 0, .. address, .. port];
    }

    private static async ValueTask<byte[]> ReadAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private static void Require(bool holds, string complaint)
    {
        if (!holds)
        {
            throw new IOException(complaint);
        }
    }
}
