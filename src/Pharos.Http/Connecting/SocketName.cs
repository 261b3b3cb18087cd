using System.Security.Cryptography;
using System.Text;

namespace Pharos.Http.Connecting;

/// <summary>
/// Names of hosts in the place of Unix sockets. Connections are pooled by the name of the host: two sockets must not share one, whatever host
/// the requests through them name.
/// </summary>
internal static class SocketName
{
    private const string Suffix = ".unix-socket.invalid";

    /// <summary>The URL with the socket's name for a host.</summary>
    public static Uri Replace(Uri url, string path)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 16));
        return new UriBuilder(url) { Host = name + Suffix }.Uri;
    }

    public static bool Is(Uri url) => url.Host.EndsWith(Suffix, StringComparison.Ordinal);
}
