namespace Pharos.Http.Options;

/// <summary>Headers that belong to the protocol, which a configuration must not set.</summary>
public static class ReservedHeaders
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Host", "Content-Encoding", "Content-Length", "Content-Type", "User-Agent", "Connection", "Keep-Alive",
        "Proxy-Authenticate", "Proxy-Authorization", "Www-Authenticate", "Accept-Encoding", "X-Prometheus-Remote-Write-Version",
        "X-Prometheus-Remote-Read-Version", "X-Prometheus-Scrape-Timeout-Seconds", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-Sha256",
    };

    public static bool Contains(string name) => Names.Contains(name);

    /// <summary>A reserved name in its own spelling.</summary>
    public static string Canonical(string name) => Names.TryGetValue(name, out var canonical) ? canonical : name;
}
