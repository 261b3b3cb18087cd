using Pharos.Configuration;
using Pharos.Http;
using Pharos.Http.Credentials;

namespace Pharos.Discovery.Api;

/// <summary>A secret in a header of an API's own, or in the usual one but in a form of its own.</summary>
/// <param name="prefix">Stands before the secret.</param>
internal sealed class HeaderCredentials(string header, string prefix, SecretText secret) : IRequestCredentials
{
    public ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation(header, prefix + secret.Read());
        return ValueTask.CompletedTask;
    }

    public ClientExtras ToExtras() => new() { Credentials = this };
}

/// <summary>A secret that stands in the configuration, or in a file that is read whenever it is needed.</summary>
internal sealed class SecretText(Secret text, string file)
{
    private const int MostBytes = 1 << 20;

    /// <exception cref="ClientConfigurationException">The file cannot be read.</exception>
    public string Read()
    {
        if (file.Length == 0)
        {
            return text.Reveal();
        }

        try
        {
            return new FileInfo(file).Length <= MostBytes ? File.ReadAllText(file).Trim() : throw new IOException($"it has more than {MostBytes} bytes");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClientConfigurationException($"unable to read file {file}: {error.Message}", error);
        }
    }
}
