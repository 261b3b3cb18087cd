using System.Text;
using Pharos.Http.Options;

namespace Pharos.Http.Credentials;

/// <summary>A user's name and password.</summary>
internal sealed class BasicCredentials(BasicAuthOptions options) : IRequestCredentials
{
    private readonly SecretSource _username = new("basic auth username", new Configuration.Secret(options.Username), options.UsernameFile);
    private readonly SecretSource _password = new("basic auth password", options.Password, options.PasswordFile);
    private Header? _last;

    public ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (username, password) = (_username.Read(), _password.Read());
        var last = Volatile.Read(ref _last);
        if (last is null || !ReferenceEquals(last.Username, username) || !ReferenceEquals(last.Password, password))
        {
            last = new Header(username, password, Value(username, password));
            Volatile.Write(ref _last, last);
        }

        request.Headers.TryAddWithoutValidation("Authorization", last.Value);
        return ValueTask.CompletedTask;
    }

    public static string Value(string username, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));

    private sealed record Header(string Username, string Password, string Value);
}
