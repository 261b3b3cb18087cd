using System.Net;
using System.Text.Json;
using Pharos.Discovery.Kubernetes.Objects;

namespace Pharos.Discovery.Kubernetes.Api;

/// <summary>The object by which an API server says what went wrong.</summary>
/// <param name="Code">A status of HTTP, zero if the object has none.</param>
internal readonly record struct StatusBody(long Code, string Reason, string Message)
{
    /// <summary>Messages name objects and users; longer ones say nothing more.</summary>
    private const int LongestMessage = 512;

    /// <summary>What an answer says that is no success; empty if it says nothing in this form.</summary>
    public static StatusBody Read(byte[] body)
    {
        try
        {
            var json = new FieldReader(body, new TextPool());
            return Read(ref json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Proxies answer in forms of their own. The status says enough.
            return default;
        }
    }

    public static StatusBody Read(ref FieldReader json)
    {
        var (code, reason, message) = (0L, "", "");
        while (json.NextField())
        {
            if (json.Is("code"u8))
            {
                code = json.Integer();
            }
            else if (json.Is("reason"u8))
            {
                reason = json.Text();
            }
            else if (json.Is("message"u8))
            {
                message = json.Text();
            }
        }

        return new StatusBody(code, reason, message);
    }

    /// <param name="what">What failed.</param>
    /// <param name="status">Counts where the object says none.</param>
    public ClusterApiException ToException(string what, HttpStatusCode status, TimeSpan retryAfter = default)
    {
        var known = Code is >= 100 and < 1000 ? (HttpStatusCode)Code : Reason is "Expired" or "Gone" ? HttpStatusCode.Gone : status;
        var message = Message is { Length: > LongestMessage } ? Message[..LongestMessage] : Message;
        return new ClusterApiException($"{what}: {(int)known} {known}{(message is { Length: > 0 } ? ": " + message : "")}", known) { RetryAfter = retryAfter };
    }
}
