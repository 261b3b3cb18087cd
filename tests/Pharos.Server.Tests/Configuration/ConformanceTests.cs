using Pharos.Configuration;
using Pharos.Server.Configuration;
using Pharos.Testing;

namespace Pharos.Server.Tests.Configuration;

/// <summary>The configuration files of the Prometheus project, judged as their names say.</summary>
public sealed class ConformanceTests
{
    private const string SectionEnding = "_sd_configs";

    /// <summary>Files with the rules that they are for.</summary>
    private static readonly string[] RejectedWithoutSayingSo = ["config_with_deprecated_am_api_config.yml", "agent_mode.with_alert_manager.yml", "agent_mode.with_remote_reads.yml"];

    /// <summary>Mechanisms that are not there yet. Files with one of them are not judged; a mechanism that comes is taken out here.</summary>
    private static readonly string[] Waiting = ["oci"];

    [Fact]
    public void Load_FilesOfTheReference_AreJudgedAsTheirNamesSay()
    {
        var files = ConformanceData.Files("config").Where(static file => file.EndsWith(".yml", StringComparison.Ordinal)).ToArray();
        Assert.SkipWhen(files.Length == 0, ConformanceData.Absence);
        var wrong = new List<string>();
        var waiting = new List<string>();
        foreach (var file in files)
        {
            var problems = Problems(file);
            var name = Path.GetFileName(file);
            if (problems.Any(static problem => Waiting.Contains(UnknownMechanism(problem))))
            {
                waiting.Add(name);
            }
            else if (problems.Count == 0 == IsRejected(name))
            {
                wrong.Add($"{name}: {(problems.Count == 0 ? "accepted" : string.Join("; ", problems))}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(waiting.Count < files.Length / 2, "too many files wait for a mechanism to say much");
    }

    [Fact]
    public void Waiting_MechanismThatIsThere_IsNotWaitedFor()
    {
        foreach (var mechanism in Waiting)
        {
            var text = $"scrape_configs: [{{job_name: a, {mechanism}{SectionEnding}: []}}]";
            var error = Assert.Throws<ConfigurationException>(() => ConfigurationLoading.Parse(text, "/x.yml"));
            Assert.Equal(mechanism, UnknownMechanism(Assert.Single(error.Problems)));
        }
    }

    private static bool IsRejected(string name) =>
        name.EndsWith(".bad.yml", StringComparison.Ordinal) || name.EndsWith(".incompatible.yml", StringComparison.Ordinal) || RejectedWithoutSayingSo.Contains(name);

    private static IReadOnlyList<ConfigurationProblem> Problems(string file)
    {
        var isAgent = Path.GetFileName(file).StartsWith("agent_mode.", StringComparison.Ordinal);
        try
        {
            ConfigurationLoading.Load(file, new LoadingRules { IsAgent = isAgent });
            return [];
        }
        catch (ConfigurationException error)
        {
            return error.Problems;
        }
    }

    /// <summary>The mechanism that the problem is about, if it is one that is not known.</summary>
    private static string? UnknownMechanism(ConfigurationProblem problem)
    {
        var field = problem.Field[(problem.Field.LastIndexOf('.') + 1)..];
        return problem.Complaint.StartsWith("unknown field", StringComparison.Ordinal) && field.EndsWith(SectionEnding, StringComparison.Ordinal)
            ? field[..^SectionEnding.Length]
            : null;
    }
}
