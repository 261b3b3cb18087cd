using System.Security.Authentication;

namespace Pharos.Http.Tls;

/// <summary>Versions of TLS in their order.</summary>
internal static class TlsVersions
{
#pragma warning disable SYSLIB0039, CA5397 // Old versions are what the configuration asks for, of servers that have no other.
    private static readonly SslProtocols[] InOrder = [SslProtocols.Tls, SslProtocols.Tls11, SslProtocols.Tls12, SslProtocols.Tls13];
#pragma warning restore SYSLIB0039, CA5397

    /// <param name="least">None for 1.2.</param>
    /// <param name="most">None for the newest.</param>
    public static SslProtocols Between(SslProtocols least, SslProtocols most)
    {
        var last = most == SslProtocols.None ? InOrder.Length - 1 : Array.IndexOf(InOrder, most);
        var first = least == SslProtocols.None ? Math.Min(Array.IndexOf(InOrder, SslProtocols.Tls12), last) : Array.IndexOf(InOrder, least);
        var versions = SslProtocols.None;
        for (var i = first; i <= last; i++)
        {
            versions |= InOrder[i];
        }

        return versions;
    }

    public static bool IsOrdered(SslProtocols least, SslProtocols most) =>
        least == SslProtocols.None || most == SslProtocols.None || Array.IndexOf(InOrder, least) <= Array.IndexOf(InOrder, most);
}
