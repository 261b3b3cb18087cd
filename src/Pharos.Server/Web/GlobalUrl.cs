using System.Net;

namespace Pharos.Server.Web;

/// <summary>URLs of targets as they can be followed from elsewhere: this machine has its outside name there.</summary>
internal sealed class GlobalUrl
{
    private readonly string _scheme;
    private readonly string _authority;
    private readonly string _host;

    /// <param name="external">Where users reach the server; null, or without a host, for the name of this machine.</param>
    /// <param name="ownPort">The port listened on.</param>
    public GlobalUrl(ExternalUrl? external, int ownPort)
    {
        OwnPort = ownPort.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (external is not null && Uri.TryCreate(external.Text, UriKind.Absolute, out var url) && url.Host.Length > 0)
        {
            (_scheme, _) = Split(external.Text);
            _authority = AuthorityOf(external.Text);
        }
        else
        {
            (_scheme, _authority) = ("http", $"{Dns.GetHostName()}:{OwnPort}");
        }

        _host = HostAndPort(_authority).Host;
    }

    private string OwnPort { get; }

    public string Of(string url)
    {
        var authority = AuthorityOf(url);
        var (host, port) = HostAndPort(authority);
        if (host is not ("localhost" or "127.0.0.1" or "::1"))
        {
            return url;
        }

        var (scheme, rest) = Split(url);
        var tail = rest[authority.Length..];

        // Only of ourselves is it known that scheme and port are others outside, too.
        return port == OwnPort ? $"{_scheme}://{_authority}{tail}"
            : port.Length > 0 ? $"{scheme}://{(_host.Contains(':', StringComparison.Ordinal) ? $"[{_host}]" : _host)}:{port}{tail}"
            : $"{scheme}://{_host}{tail}";
    }

    private static (string Scheme, string Others) Split(string url)
    {
        var end = url.IndexOf("://", StringComparison.Ordinal);
        return end < 0 ? ("", url) : (url[..end], url[(end + 3)..]);
    }

    private static string AuthorityOf(string url)
    {
        var rest = Split(url).Others;
        var end = rest.AsSpan().IndexOfAny("/?#");
        return end < 0 ? rest : rest[..end];
    }

    private static (string Host, string Port) HostAndPort(string authority)
    {
        if (authority.StartsWith('[') && authority.IndexOf(']', StringComparison.Ordinal) is > 0 and var bracket)
        {
            return (authority[1..bracket], authority[(bracket + 1)..].TrimStart(':'));
        }

        var colon = authority.LastIndexOf(':');
        return colon < 0 ? (authority, "") : (authority[..colon], authority[(colon + 1)..]);
    }
}
