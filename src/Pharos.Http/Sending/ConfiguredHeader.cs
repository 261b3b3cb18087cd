using Pharos.Http.Credentials;
using Pharos.Http.Options;

namespace Pharos.Http.Sending;

/// <summary>A header that is added to each request.</summary>
internal sealed class ConfiguredHeader(string name, HeaderOptions options)
{
    private readonly SecretSource[] _hidden =
    [
        .. options.Secrets.Select(secret => new SecretSource($"header {name}", secret, "")),
        .. options.Files.Select(file => new SecretSource($"header {name}", default, file)),
    ];

    /// <param name="withSecrets">Whether the request goes to the host that the secrets are meant for.</param>
    public void AddTo(HttpRequestMessage request, bool withSecrets)
    {
        if (!withSecrets && SensitiveHeaders.Contains(name))
        {
            return;
        }

        foreach (var value in options.Values)
        {
            Add(request, HeaderText.Checked(value, $"header {name}"));
        }

        foreach (var secret in withSecrets ? _hidden : [])
        {
            Add(request, HeaderText.Checked(secret.Read(), $"header {name} ({secret.Description})"));
        }
    }

    private void Add(HttpRequestMessage request, string value)
    {
        if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content?.Headers.TryAddWithoutValidation(name, value) != true)
        {
            throw new ClientConfigurationException($"\"{name}\" cannot be the name of a header");
        }
    }
}
