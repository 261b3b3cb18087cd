using System.Net;
using System.Text;
using Pharos.Configuration;
using Pharos.Http.Options;

namespace Pharos.Http.OAuth2;

/// <summary>What is asked of a token server.</summary>
internal sealed class TokenRequest
{
    private const int MostBytes = 1 << 20;

    private readonly OAuth2Options _options;
    private readonly string _userAgent;
    private readonly TimeProvider _time;
    private readonly bool _isAssertion;

    /// <summary>Whether the client's id and secret go into the form. Null until it is known what the server takes.</summary>
    private bool? _inForm;

    /// <exception cref="ClientConfigurationException">The URL is none, or a parameter is set twice.</exception>
    public TokenRequest(OAuth2Options options, string userAgent, TimeProvider time)
    {
        (_options, _userAgent, _time) = (options, userAgent, time);
        _isAssertion = options.GrantType == OAuth2Options.JwtBearer;
        if (!Uri.TryCreate(options.TokenUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new ClientConfigurationException($"oauth2 token_url: \"{UrlText.WithoutPassword(options.TokenUrl)}\" is no http or https URL");
        }

        Url = url;
        foreach (var name in options.EndpointParams.Keys)
        {
            if (name == "assertion" && _isAssertion || name == "scope" && options.Scopes.Count > 0)
            {
                throw new ClientConfigurationException($"oauth2 endpoint_params: cannot overwrite parameter \"{name}\"");
            }
        }
    }

    private Uri Url { get; }

    /// <summary>For complaints.</summary>
    public override string ToString() => $"oauth2: cannot fetch token from {UrlText.WithoutPassword(_options.TokenUrl)}";

    /// <summary>Asks. Used by one caller at a time.</summary>
    /// <exception cref="HttpRequestException">There is no token.</exception>
    public async Task<Token> SendAsync(HttpMessageInvoker connections, string secret, CancellationToken cancellationToken)
    {
        if (_isAssertion)
        {
            return await SendAsync(connections, secret, inForm: false, cancellationToken);
        }

        if (_inForm is { } known)
        {
            return await SendAsync(connections, secret, known, cancellationToken);
        }

        Token token;
        try
        {
            token = await SendAsync(connections, secret, inForm: false, cancellationToken);
            _inForm = false;
        }
        catch (HttpRequestException refused) when (refused.StatusCode is not null)
        {
            // Servers should take the secret in a header, but some want it in the form.
            token = await SendAsync(connections, secret, inForm: true, cancellationToken);
            _inForm = true;
        }

        return token;
    }

    private async Task<Token> SendAsync(HttpMessageInvoker connections, string secret, bool inForm, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url)
        {
            Version = HttpVersion.Version11,
            Content = new FormUrlEncodedContent(Form(secret, inForm)),
        };
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        if (!_isAssertion && !inForm)
        {
            var pair = $"{WebUtility.UrlEncode(_options.ClientId)}:{WebUtility.UrlEncode(secret)}";
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        using var response = await connections.SendAsync(request, cancellationToken);
        var body = await ResponseBody.ReadAsync(response, MostBytes, cancellationToken);
        var answer = TokenAnswer.Parse(body, response.Content.Headers.ContentType?.MediaType);
        if (!response.IsSuccessStatusCode || answer.Error.Length > 0)
        {
            var detail = answer.Error.Length == 0 ? "" : $": {answer.Error}{(answer.Description.Length > 0 ? $" ({answer.Description})" : "")}";
            throw Failure($"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd() + detail, response.StatusCode);
        }

        if (answer.AccessToken.Length == 0)
        {
            throw Failure("the answer has no access_token", null);
        }

        if (answer.AccessToken.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            throw Failure("the access_token has a line break or another control character in it", null);
        }

        return new Token($"{answer.HeaderType} {answer.AccessToken}", secret, answer.Lifetime is { } lifetime ? _time.GetUtcNow() + lifetime : null);
    }

    private Dictionary<string, string> Form(string secret, bool inForm)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = _isAssertion ? OAuth2Options.JwtBearer : OAuth2Options.ClientCredentials,
        };
        if (_isAssertion)
        {
            form["assertion"] = JwtAssertion.Sign(_options, secret, _time.GetUtcNow());
        }
        else if (inForm)
        {
            form["client_id"] = _options.ClientId;
            if (secret.Length > 0)
            {
                form["client_secret"] = secret;
            }
        }

        if (_options.Scopes.Count > 0)
        {
            form["scope"] = string.Join(' ', _options.Scopes);
        }

        foreach (var (name, value) in _options.EndpointParams)
        {
            form[name] = value;
        }

        return form;
    }

    private HttpRequestException Failure(string reason, HttpStatusCode? status) => new($"{this}: {reason}", null, status);
}
