using System.Net;
using Pharos.Http.Credentials;

namespace Pharos.Http.Sending;

/// <summary>Puts on a request what the configuration says.</summary>
internal sealed class RequestPreparation(string userAgent, bool http2, IReadOnlyList<ConfiguredHeader> headers, IRequestCredentials? credentials)
{
    /// <param name="withSecrets">Whether the request goes to the host that the secrets are meant for.</param>
    public ValueTask PrepareAsync(HttpRequestMessage request, bool withSecrets, CancellationToken cancellationToken)
    {
        request.Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        if (!request.Headers.Contains("User-Agent"))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        }

        foreach (var header in headers)
        {
            header.AddTo(request, withSecrets);
        }

        if (request.RequestUri is { UserInfo.Length: > 0 } url && !request.Headers.Contains("Authorization"))
        {
            var (name, password) = UserInfo.Parse(url);
            request.Headers.TryAddWithoutValidation("Authorization", BasicCredentials.Value(name, password));
        }

        return credentials is null || !withSecrets || request.Headers.Contains("Authorization")
            ? ValueTask.CompletedTask
            : credentials.ApplyAsync(request, cancellationToken);
    }
}
