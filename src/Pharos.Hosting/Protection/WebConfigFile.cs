using System.Text;
using Pharos.Configuration;
using Pharos.Hosting.WebConfiguration;

namespace Pharos.Hosting.Protection;

/// <summary>
/// The web configuration file as it is at the moment: read each time that it is asked for, understood anew when its content is another. Safe for
/// concurrent use.
/// </summary>
internal sealed class WebConfigFile(string path)
{
    private volatile WebConfigReading? _last;

    public string Path => path;

    /// <exception cref="ConfigurationException">The file cannot be read, or something is wrong in it.</exception>
    public WebConfigReading Read()
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([new ConfigurationProblem(path, 0, 0, "", error.Message)]);
        }

        if (_last is { } last && last.IsOf(content))
        {
            return last;
        }

        return _last = new WebConfigReading(WebConfigLoading.Parse(Encoding.UTF8.GetString(content), path, new ConfigurationProblems()), content);
    }
}

/// <summary>What stood in the file. Immutable.</summary>
internal sealed class WebConfigReading
{
    private readonly byte[] _content;

    public WebConfigReading(WebConfig config, byte[] content)
    {
        (Config, _content) = (config, content);
        Users = config.Users.ToDictionary(static user => user.Key, static user => user.Value.Reveal(), StringComparer.Ordinal);
    }

    public WebConfig Config { get; }

    /// <summary>Names and the hashes of their passwords.</summary>
    public IReadOnlyDictionary<string, string> Users { get; }

    public bool IsOf(ReadOnlySpan<byte> content) => content.SequenceEqual(_content);
}
