using System.Text;
using Pharos.Configuration;
using Pharos.Scrape.Options;

namespace Pharos.Server.Configuration;

/// <summary>From a path to a configuration that is sound as a whole.</summary>
public static class ConfigurationLoading
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the file and those it names.</summary>
    /// <exception cref="ConfigurationException">Something is wrong in one of them, or cannot be read.</exception>
    public static ServerConfiguration Load(string path)
    {
        var problems = new ConfigurationProblems();
        var configuration = OptionsReader.Read<ServerConfiguration>(ReadFile(path), path, problems);
        problems.ThrowIfAny();
        configuration.Jobs = [.. configuration.ScrapeConfigs, .. FromFiles(configuration, problems)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var job in configuration.Jobs)
        {
            if (!names.Add(job.JobName))
            {
                problems.Add(job, "job_name", $"found multiple scrape configs with job name \"{job.JobName}\"");
            }

            job.Resolve(configuration.Global.Scrape, problems);
        }

        problems.ThrowIfAny();
        return configuration;
    }

    private static List<ScrapeOptions> FromFiles(ServerConfiguration configuration, ConfigurationProblems problems)
    {
        var jobs = new List<ScrapeOptions>();
        foreach (var file in configuration.ScrapeConfigFiles.SelectMany(FilePattern.Expand))
        {
            jobs.AddRange(OptionsReader.Read<ScrapeConfigFile>(ReadFile(file), file, problems).ScrapeConfigs);
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
