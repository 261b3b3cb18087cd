using Pharos.Configuration;

namespace Pharos.Http.Aws;

/// <summary>The files <c>~/.aws/credentials</c> and <c>~/.aws/config</c>: sections with lines <c>name = value</c>.</summary>
internal sealed class AwsConfigFiles
{
    private const int MostBytes = 1 << 20;

    private readonly Dictionary<string, Dictionary<string, string>> _profiles = new(StringComparer.Ordinal);

    private AwsConfigFiles()
    {
    }

    /// <summary>Files that are not there are empty.</summary>
    /// <exception cref="ClientConfigurationException">A file cannot be read.</exception>
    public static AwsConfigFiles Read(Func<string, string?> variable)
    {
        var home = variable("HOME") is { Length: > 0 } path ? path : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var files = new AwsConfigFiles();
        files.Add(variable("AWS_CONFIG_FILE") is { Length: > 0 } config ? config : Path.Combine(home, ".aws", "config"), isConfig: true);
        files.Add(variable("AWS_SHARED_CREDENTIALS_FILE") is { Length: > 0 } credentials ? credentials : Path.Combine(home, ".aws", "credentials"), isConfig: false);
        return files;
    }

    public bool Has(string profile) => _profiles.ContainsKey(profile);

    /// <summary>Empty if the profile does not say.</summary>
    public string Get(string profile, string name) => _profiles.TryGetValue(profile, out var values) ? values.GetValueOrDefault(name, "") : "";

    public AwsCredentials? Credentials(string profile) =>
        Get(profile, "aws_access_key_id") is { Length: > 0 } key && Get(profile, "aws_secret_access_key") is { Length: > 0 } secret
            ? new AwsCredentials(key, new Secret(secret), new Secret(Get(profile, "aws_session_token")))
            : null;

    private void Add(string path, bool isConfig)
    {
        string[] lines;
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return;
            }

            if (file.Length > MostBytes)
            {
                throw new IOException($"it has more than {MostBytes} bytes");
            }

            lines = File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ClientConfigurationException($"unable to read AWS profiles: unable to read file {path}: {error.Message}", error);
        }

        Dictionary<string, string>? section = null;
        foreach (var line in lines)
        {
            section = AddLine(line, isConfig, section);
        }
    }

    private Dictionary<string, string>? AddLine(string line, bool isConfig, Dictionary<string, string>? section)
    {
        var text = line.Trim();
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            return Section(text[1..end].Trim(), isConfig);
        }

        var equals = text.IndexOf('=', StringComparison.Ordinal);

        // Lines that are set in belong to a value with parts, none of which is of use here.
        if (section is not null && equals > 0 && text[0] is not ('#' or ';') && !char.IsWhiteSpace(line[0]))
        {
            section[text[..equals].TrimEnd()] = text[(equals + 1)..].TrimStart();
        }

        return section;
    }

    /// <summary>Null for a section that is no profile. In the config file profiles say that they are, but for the default.</summary>
    private Dictionary<string, string>? Section(string name, bool isConfig)
    {
        const string Prefix = "profile ";
        if (isConfig && name != "default")
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                return null;
            }

            name = name[Prefix.Length..].Trim();
        }

        if (!_profiles.TryGetValue(name, out var section))
        {
            _profiles.Add(name, section = new Dictionary<string, string>(StringComparer.Ordinal));
        }

        return section;
    }
}
