using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Cli.Flags;
using Pharos.Configuration;
using Pharos.Http;
using Pharos.Http.Options;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>The flag <c>--http.config.file</c>, and clients as its file says.</summary>
internal sealed class ServerFlag
{
    private readonly ValueFlag<string> _file = new(
        "http.config.file",
        "HTTP client configuration file, see details at https://prometheus.io/docs/prometheus/latest/configuration/promtool",
        FlagType.Text,
        null)
    { Placeholder = "<filename>" };

    public ServerFlag(Command command)
    {
        command.Add(_file);
    }

    /// <param name="url">With a scheme, or without: then it is http.</param>
    /// <exception cref="PromtoolException">The file or the URL cannot be used.</exception>
    public ServerClient Client(string url, IEnumerable<KeyValuePair<string, string>>? headers = null)
    {
        if (!Uri.TryCreate(url.Contains("://", StringComparison.Ordinal) ? url : "http://" + url, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            throw new PromtoolException($"\"{url}\" is no URL of a server");
        }

        try
        {
            var services = new HttpClientServices { Log = NullLogger.Instance, UserAgent = "promtool/" + VersionText.Build.Version };
            return new ServerClient(address, new ConfiguredClient(Options(address), services, new ClientExtras { Decompresses = true }), headers ?? []);
        }
        catch (Exception error) when (error is ConfigurationException or ClientConfigurationException)
        {
            throw new PromtoolException($"Failed to load HTTP config file: {error.Message}");
        }
    }

    private HttpClientOptions Options(Uri address)
    {
        if (_file.Value is not { Length: > 0 } file)
        {
            var user = address.UserInfo.Split(':', 2);
            return user[0].Length == 0 ? new HttpClientOptions() : new HttpClientOptions
            {
                BasicAuth = new BasicAuthOptions { Username = Uri.UnescapeDataString(user[0]), Password = new Secret(user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "") },
            };
        }

        return address.UserInfo.Length == 0
            ? OptionsReader.Read<HttpClientOptions>(File.ReadAllText(file), Path.GetFullPath(file))
            : throw new PromtoolException("Cannot set base auth in the server URL and use a http.config.file at the same time");
    }
}
