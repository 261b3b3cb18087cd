using Pharos.Http.Connecting;
using Pharos.Http.Credentials;
using Pharos.Http.Options;

namespace Pharos.Http.OAuth2;

/// <summary>
/// Gets tokens from a token server and puts them on requests. A token is kept until shortly before its end; requests that need a new one at
/// the same time wait for the same answer. Thread-safe.
/// </summary>
internal sealed class TokenClient : IRequestCredentials, IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _connections;
    private readonly TokenRequest _request;
    private readonly SecretSource _secret;
    private readonly TimeProvider _time;
    private readonly Lock _asking = new();
    private Token? _token;
    private (string Secret, Task<Token> Answer)? _fetch;

    /// <exception cref="ClientConfigurationException">A file of certificates or keys, or a proxy, cannot be used.</exception>
    public TokenClient(OAuth2Options options, HttpClientServices services)
    {
        _time = services.Time;
        _secret = options.GrantType == OAuth2Options.JwtBearer
            ? new SecretSource("oauth2 client certificate key", options.ClientCertificateKey, options.ClientCertificateKeyFile)
            : new SecretSource("oauth2 client secret", options.ClientSecret, options.ClientSecretFile);
        _request = new TokenRequest(options, services.UserAgent, services.Time);
        _connections = new HttpMessageInvoker(new Connections(options.Tls, options.Proxy, http2: false, decompresses: false, services));
    }

    public ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var secret = _secret.Read();
        if (Volatile.Read(ref _token) is { } token && token.IsGood(secret, _time))
        {
            request.Headers.TryAddWithoutValidation("Authorization", token.Header);
            return ValueTask.CompletedTask;
        }

        return FetchAndApplyAsync(request, secret, cancellationToken);
    }

    public void Dispose() => _connections.Dispose();

    private async ValueTask FetchAndApplyAsync(HttpRequestMessage request, string secret, CancellationToken cancellationToken)
    {
        var token = await Fetch(secret).WaitAsync(cancellationToken);
        request.Headers.TryAddWithoutValidation("Authorization", token.Header);
    }

    private Task<Token> Fetch(string secret)
    {
        lock (_asking)
        {
            if (_token is { } token && token.IsGood(secret, _time))
            {
                return Task.FromResult(token);
            }

            // One that failed, or that is done and no longer good, is asked for anew.
            if (_fetch is not { } fetch || fetch.Secret != secret || fetch.Answer.IsCompleted)
            {
                _fetch = fetch = (secret, Task.Run(() => FetchAsync(secret)));
            }

            return fetch.Answer;
        }
    }

    /// <summary>Not bound to the request that asked first: others wait too.</summary>
    private async Task<Token> FetchAsync(string secret)
    {
        using var timer = new CancellationTokenSource(TimeLimit, _time);
        try
        {
            var token = await _request.SendAsync(_connections, secret, timer.Token);
            Volatile.Write(ref _token, token);
            return token;
        }
        catch (OperationCanceledException error) when (timer.IsCancellationRequested)
        {
            throw new HttpRequestException($"{_request}: no answer within {TimeLimit.TotalSeconds} seconds", error);
        }
        catch (Exception error) when (error is HttpRequestException and not ClientConfigurationException && !error.Message.StartsWith(_request.ToString(), StringComparison.Ordinal))
        {
            throw new HttpRequestException($"{_request}: {error.Message}", error);
        }
    }
}
