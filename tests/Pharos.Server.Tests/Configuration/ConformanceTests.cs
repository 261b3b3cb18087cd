using Pharos.Configuration;
using Pharos.Server.Configuration;
using Pharos.Testing;

namespace Pharos.Server.Tests.Configuration;

/// <summary>The configuration files of the Prometheus project, judged as their names say.</summary>
public sealed class ConformanceTests
{
    /// <summary>Files with the rules that they are for.</summary>
    private static readonly string[] RejectedWithoutSayingSo = ["config_with_deprecated_am_api_config.yml", "agent_mode.with_alert_manager.yml", "agent_mode.with_remote_reads.yml"];

    [Fact]
    public void Load_FilesOfTheReference_AreJudgedAsTheirNamesSay()
    {
        var files = ConformanceData.Files("config").Where(static file => file.EndsWith(".yml", StringComparison.Ordinal)).ToArray();
        Assert.SkipWhen(files.Length == 0, ConformanceData.Absence);
        var wrong = new List<string>();
        foreach (var file in files)
        {
            var problems = Problems(file);
            var name = Path.GetFileName(file);
            if (problems.Count == 0 == IsRejected(name))
            {
                wrong.Add($"{name}: {(problems.Count == 0 ? "accepted" : string.Join("; ", problems))}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
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
}
