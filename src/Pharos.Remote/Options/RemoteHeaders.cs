using Pharos.Configuration;
using Pharos.Http.Options;

namespace Pharos.Remote.Options;

/// <summary>The rules for <c>headers</c>: those that belong to the protocol, or that other fields set, are none of the user's.</summary>
public static class RemoteHeaders
{
    private const string Authorization = "Authorization";

    /// <summary>Belongs to another protocol.</summary>
    private const string ScrapeTimeout = "X-Prometheus-Scrape-Timeout-Seconds";

    public static void Check(Fields fields, SortedDictionary<string, string> headers) => Check(
        fields, headers, "authorization header must be changed via the basic_auth, authorization, oauth2, sigv4, azuread or google_iam parameter");

    /// <param name="fields">Where the complaint goes.</param>
    /// <param name="headers">The field <c>headers</c>.</param>
    /// <param name="aboutAuthorization">What is said of the one header that has fields of its own.</param>
    public static void Check(Fields fields, SortedDictionary<string, string> headers, string aboutAuthorization)
    {
        foreach (var name in headers.Keys)
        {
            fields.Check(!Is(name, Authorization), "headers", aboutAuthorization);
            fields.Check(Is(name, ScrapeTimeout) || !ReservedHeaders.Contains(name), "headers", $"{name} is a reserved header. It must not be changed");
        }
    }

    private static bool Is(string name, string header) => name.Equals(header, StringComparison.OrdinalIgnoreCase);
}
