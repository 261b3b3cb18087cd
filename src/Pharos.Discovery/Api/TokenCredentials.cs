using System.Text.Json;
using Pharos.Http.Credentials;

namespace Pharos.Discovery.Api;

/// <summary>A token that is asked for when it is needed, and kept until shortly before it ends. Thread-safe.</summary>
/// <param name="fetch">Asks for one.</param>
#pragma warning disable CA1001 // A semaphore without a handle holds nothing that must be let go.
internal sealed class TokenCredentials(Func<CancellationToken, Task<ApiToken>> fetch, TimeProvider time) : IRequestCredentials
#pragma warning restore CA1001
{
    /// <summary>So that it does not end on the way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _fetching = new(1);
    private ApiToken? _token;

    public async ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_token is null || time.GetUtcNow() >= _token.Expiry - Margin)
            {
                _token = await fetch(cancellationToken);
            }

            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + _token.Text);
        }
        finally
        {
            _fetching.Release();
        }
    }
}

internal sealed record ApiToken(string Text, DateTimeOffset Expiry)
{
    /// <summary>Reads the usual answer of a server that gives tokens.</summary>
    /// <exception cref="JsonException">There is none in it.</exception>
    public static ApiToken Read(JsonElement answer, DateTimeOffset now)
    {
        var token = answer.Text("access_token");
        var seconds = long.TryParse(answer.Text("expires_in"), out var number) ? number : 0;
        return token.Length > 0 ? new ApiToken(token, now + TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1 << 30))) : throw new JsonException("the answer has no access_token");
    }

    /// <summary>Without what it is.</summary>
    public override string ToString() => $"token until {Expiry:O}";
}
