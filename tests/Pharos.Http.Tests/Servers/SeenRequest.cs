using System.Security.Cryptography.X509Certificates;

namespace Pharos.Http.Tests.Servers;

/// <summary>What a server saw of a request.</summary>
internal sealed record SeenRequest(
    string Method, string Url, string Protocol, IReadOnlyDictionary<string, string> Headers, string Body, string? ClientName, string? ServerName, string Connection)
{
    /// <summary>Empty if the request does not have it.</summary>
    public string Header(string name) => Headers.TryGetValue(name, out var value) ? value : "";

    public static string? NameOf(X509Certificate2? certificate) => certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
}
