using System.Globalization;
using Pharos.Configuration;
using Pharos.Model;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The command <c>check config</c>.</summary>
internal sealed class CheckConfig(Terminal terminal, bool isAgent, bool syntaxOnly, ConfigLint lint, CheckRules checkRules)
{
    private const int Failure = 1;
    private const int LintFailure = 3;

    /// <summary>Checks one file after the other and returns the exit status for all of them.</summary>
    public int Run(IReadOnlyList<string> files)
    {
        var (isSound, isTidy) = (true, true);
        foreach (var file in files)
        {
            terminal.Output.Write($"Checking {file}\n");
            if (Load(file) is not { } configuration)
            {
                isSound = false;
                terminal.Output.Write("\n");
                continue;
            }

            var rules = syntaxOnly ? [] : RuleFiles(configuration);
            if (rules.Count > 0)
            {
                terminal.Output.Write(string.Create(CultureInfo.InvariantCulture, $"  SUCCESS: {rules.Count} rule files found\n"));
            }

            terminal.Output.Write($" SUCCESS: {file} is valid prometheus config file syntax\n\n");
            if (!syntaxOnly)
            {
                isTidy &= lint.Passes(configuration.Jobs, terminal.Error);
                var verdict = checkRules.Check(rules, configuration.Global.Scrape.Validation ?? NameValidationScheme.Utf8);
                isSound &= verdict != CheckRules.Verdict.Broken;
                isTidy &= verdict != CheckRules.Verdict.Untidy;
            }
        }

        return !isSound ? Failure : isTidy || !lint.IsFatal ? 0 : LintFailure;
    }

    /// <summary>Null if there is something wrong, which has been said then.</summary>
    private ServerConfiguration? Load(string file)
    {
        try
        {
            var configuration = ConfigurationLoading.Load(file, new LoadingRules { IsAgent = isAgent, FollowsFiles = !syntaxOnly });
            new ReferencedFiles(terminal.Output, readsThem: !syntaxOnly).Check(configuration);
            return configuration;
        }
        catch (ConfigurationException error)
        {
            foreach (var problem in error.Problems)
            {
                terminal.Error.Write($"  FAILED: {problem}\n");
            }
        }
        catch (PromtoolException error)
        {
            terminal.Error.Write($"  FAILED: {error.Message}\n");
        }

        return null;
    }

    private static List<string> RuleFiles(ServerConfiguration configuration) => [.. configuration.RuleFiles.SelectMany(FilePattern.Expand)];
}
