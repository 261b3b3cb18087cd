using Pharos.Http.Options;

namespace Pharos.Http.Credentials;

/// <summary>A type and a text, as they go into the header.</summary>
internal sealed class AuthorizationCredentials(AuthorizationOptions options) : IRequestCredentials
{
    private readonly SecretSource _credentials = new("authorization credentials", options.Credentials, options.CredentialsFile);
    private Header? _last;

    public ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var credentials = _credentials.Read();
        var last = Volatile.Read(ref _last);
        if (last is null || !ReferenceEquals(last.Credentials, credentials))
        {
            last = new Header(credentials, HeaderText.Checked($"{options.Type} {credentials}", $"authorization credentials ({_credentials.Description})"));
            Volatile.Write(ref _last, last);
        }

        request.Headers.TryAddWithoutValidation("Authorization", last.Value);
        return ValueTask.CompletedTask;
    }

    private sealed record Header(string Credentials, string Value);
}
