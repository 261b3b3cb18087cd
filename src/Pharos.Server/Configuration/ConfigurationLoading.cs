using System.Text;
using Pharos.Configuration;
using Pharos.Model;
using Pharos.Scrape.Options;

namespace Pharos.Server.Configuration;

/// <summary>From a path to a configuration that is sound as a whole.</summary>
public static class ConfigurationLoading
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the file and those it names.</summary>
    /// <exception cref="ConfigurationException">Something is wrong in one of them, or cannot be read.</exception>
    public static ServerConfiguration Load(string path, LoadingRules? rules = null) => Parse(ReadFile(path), path, rules);

    /// <summary>As <see cref="Load"/>, of a text that is here already.</summary>
    /// <param name="text">The configuration file's text.</param>
    /// <param name="path">Where the file is: for messages, and for relative paths in it.</param>
    /// <param name="rules">Null for the usual ones.</param>
    /// <exception cref="ConfigurationException">Something is wrong in the text or in a file that it names.</exception>
    public static ServerConfiguration Parse(string text, string path, LoadingRules? rules = null)
    {
        rules ??= new LoadingRules();
        var problems = new ConfigurationProblems();
        var configuration = OptionsReader.Read<ServerConfiguration>(text, path, problems);
        problems.ThrowIfAny();
        var remarks = new List<string>();
        remarks.AddRange(configuration.Global.Expand(rules.Variable).Select(static name => $"external_labels name the environment variable {name}, which is empty"));
        if (rules.IsAgent)
        {
            AgentRules.Check(configuration, problems);
        }

        configuration.Jobs = [.. configuration.ScrapeConfigs, .. rules.FollowsFiles ? FromFiles(configuration, problems, remarks) : []];
        configuration.Global.Scrape.Fill(rules.PrefersProtobuf, rules.HasExtraMetrics);
        Resolve(configuration, problems);
        configuration.Storage.Tsdb?.ChunkEncoding?.Check(rules.StoresStartTimes, problems);
        problems.ThrowIfAny();
        foreach (var url in configuration.RemoteWrites.Select(static remote => remote.Url).Concat(configuration.RemoteReads.Select(static remote => remote.Url)))
        {
            if (new Uri(url).Host.Length == 0)
            {
                remarks.Add($"the remote URL \"{UrlText.WithoutPassword(url)}\" has no host: it must be written with its scheme, such as http://{url}");
            }
        }

        configuration.Remarks = remarks;
        return configuration;
    }

    /// <summary>Fills in what sections leave to others, and checks what concerns more than one of them.</summary>
    private static void Resolve(ServerConfiguration configuration, ConfigurationProblems problems)
    {
        var scheme = configuration.Global.Scrape.Validation ?? NameValidationScheme.Utf8;
        CheckNames(problems, configuration.Jobs, "job_name", static job => job.JobName, "scrape configs with job name");
        foreach (var job in configuration.Jobs)
        {
            job.Resolve(configuration.Global.Scrape, problems);
        }

        configuration.Alerting.Resolve(scheme, problems);
        CheckNames(problems, configuration.RemoteWrites, "name", static remote => remote.Name, "remote write configs with job name");
        foreach (var remote in configuration.RemoteWrites)
        {
            remote.Resolve(scheme, problems);
        }

        CheckNames(problems, configuration.RemoteReads, "name", static remote => remote.Name, "remote read configs with job name");
        configuration.Otlp.Resolve(scheme, problems);
    }

    /// <summary>Complains of names that come twice. Those that are empty are made up later, each different.</summary>
    private static void CheckNames<T>(ConfigurationProblems problems, IReadOnlyList<T> sections, string field, Func<T, string> name, string kind)
        where T : IOptions
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            if (name(section) is { Length: > 0 } given && !names.Add(given))
            {
                problems.Add(section, field, $"found multiple {kind} \"{given}\"");
            }
        }
    }

    private static List<ScrapeOptions> FromFiles(ServerConfiguration configuration, ConfigurationProblems problems, List<string> remarks)
    {
        var jobs = new List<ScrapeOptions>();
        foreach (var pattern in configuration.ScrapeConfigFiles)
        {
            var files = FilePattern.Expand(pattern);
            if (files.Count == 0)
            {
                remarks.Add($"scrape_config_files name {pattern}, and there is no such file");
            }

            foreach (var file in files)
            {
                jobs.AddRange(OptionsReader.Read<ScrapeConfigFile>(ReadFile(file), file, problems).ScrapeConfigs);
            }
        }

        problems.ThrowIfAny();
        return jobs;
    }

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path, Strict);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            var complaint = error switch
            {
                FileNotFoundException or DirectoryNotFoundException => "no such file or directory",
                UnauthorizedAccessException => "permission denied, or a directory",
                _ => error.Message,
            };
            throw new ConfigurationException([new ConfigurationProblem(path, 0, 0, "", complaint)]);
        }
    }
}
