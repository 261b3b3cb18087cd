using Pharos.Discovery;
using Pharos.Discovery.Files;
using Pharos.Discovery.Targets;
using Pharos.Http.Options;
using Pharos.Model;
using Pharos.Rules.Notifying;
using Pharos.Scrape.Targets;
using Pharos.Server.Configuration;
using FilePattern = Pharos.Server.Configuration.FilePattern;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>Looks for the files that a configuration names, and into those that have targets.</summary>
/// <param name="output">For what is no mistake.</param>
/// <param name="readsThem">Whether files are looked for at all; without, only targets in the configuration itself are checked.</param>
internal sealed class ReferencedFiles(TextWriter output, bool readsThem)
{
    /// <exception cref="PromtoolException">The first thing that is wrong.</exception>
    public void Check(ServerConfiguration configuration)
    {
        foreach (var pattern in readsThem ? configuration.RuleFiles.Where(static pattern => !FilePattern.HasStar(pattern)) : [])
        {
            if (FilePattern.Expand(pattern).Count == 0)
            {
                throw new PromtoolException($"\"{pattern}\" does not point to an existing file");
            }
        }

        foreach (var job in readsThem ? configuration.Jobs : configuration.ScrapeConfigs)
        {
            CheckClient(job.Http);
            CheckTargets(job.Discovery, groups => TargetCheck.FirstComplaint(job, groups), $"in scrape job \"{job.JobName}\"");
        }

        var scheme = configuration.Global.Scrape.Validation ?? NameValidationScheme.Utf8;
        foreach (var set in configuration.Alerting.Alertmanagers)
        {
            CheckTargets(set.Discovery, groups => AlertmanagerTargets.Of(set, scheme, groups) is { Complaints: [var first, ..] } ? first : null, "in alertmanager config");
        }
    }

    private void CheckClient(HttpClientOptions http)
    {
        Require("authorization credentials or bearer token file", http.Authorization?.CredentialsFile);
        if (http.Tls is not { } tls)
        {
            return;
        }

        // The certificate may stand in the configuration, and its key in a file; the reference's tool knows pairs of files alone.
        RequirePair("client cert file", tls.CertFile, "client key file", tls.KeyFile);
        RequirePair("client key file", tls.KeyFile, "client cert file", tls.CertFile);
        Require("client cert file", tls.CertFile);
        Require("client key file", tls.KeyFile);
    }

    private static void RequirePair(string kind, string file, string otherKind, string other)
    {
        if (file.Length > 0 && other.Length == 0)
        {
            throw new PromtoolException($"{kind} \"{file}\" specified without {otherKind}");
        }
    }

    private void Require(string kind, string? file)
    {
        if (readsThem && !string.IsNullOrEmpty(file) && !Path.Exists(file))
        {
            throw new PromtoolException($"error checking {kind} \"{file}\": stat {file}: no such file or directory");
        }
    }

    private void CheckTargets(DiscoveryOptions discovery, Func<IReadOnlyList<TargetGroup>, string?> complaint, string whose)
    {
        foreach (var pattern in readsThem ? discovery.Mechanisms.OfType<FileDiscoveryOptions>().SelectMany(static files => files.Files) : [])
        {
            var files = Discovery.Files.FilePattern.Expand(pattern);
            if (files.Count == 0)
            {
                output.Write($"  WARNING: file \"{pattern}\" for file_sd {whose} does not exist\n");
            }

            foreach (var file in files)
            {
                Refuse(complaint(Read(file, pattern)));
            }
        }

        Refuse(complaint([.. discovery.Static.Select(static (group, i) => group.ToGroup(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i}")))]));
    }

    private static void Refuse(string? complaint)
    {
        if (complaint is not null)
        {
            throw new PromtoolException(complaint);
        }
    }

    private static IReadOnlyList<TargetGroup> Read(string file, string pattern)
    {
        try
        {
            return TargetFile.Read(file, File.ReadAllBytes(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new PromtoolException($"checking SD file \"{pattern}\": {error.Message}");
        }
    }
}
