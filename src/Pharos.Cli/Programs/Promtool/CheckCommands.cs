using Pharos.Cli.Flags;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The commands below <c>promtool check</c>, with the flags and arguments of the reference.</summary>
internal static class CheckCommands
{
    /// <summary>The outer command may be there already, with the commands that this version does not have.</summary>
    public static void AddTo(Command root)
    {
        var check = root.Find("check") ?? root.Add(new Command("check", "Check the resources for validity."));
        var lookback = check.Add(new ValueFlag<TimeSpan>("query.lookback-delta", "The server's maximum query lookback duration.", FlagType.GoTime, "5m"));
        AddConfig(check, lookback);
        AddWebConfig(check);
    }

    private static void AddConfig(Command check, ValueFlag<TimeSpan> lookback)
    {
        SwitchFlag syntaxOnly = new("syntax-only", "Only check the config file syntax, ignoring file and content validation referenced in the config.");
        ValueFlag<string> lint = new(
            "lint",
            $"Linting checks to apply to the rules/scrape configs specified in the config. Available options are: {string.Join(", ", ConfigLint.Options)}. Use --lint=none to disable linting.",
            FlagType.Text,
            ConfigLint.DuplicateRules);
        SwitchFlag fatal = new("lint-fatal", "Make lint errors exit with exit code 3.");
        SwitchFlag ignoreUnknown = new("ignore-unknown-fields", "Ignore unknown fields in the rule groups read by the config files.");
        SwitchFlag agent = new("agent", "Check config file for Prometheus in Agent mode.");
        Argument files = new("config-files", "The config files to check.") { IsRequired = true, IsRepeatable = true, IsExistingFile = true };
        var config = check.Add(new Command("config", "Check if the config files are valid or not.")
        {
            Run = terminal => new CheckConfig(terminal, agent.Value, syntaxOnly.Value, ConfigLint.Of(lint.Value!, fatal.Value, lookback.Value, terminal.Output))
                .Run(files.Values),
        });
        config.Add(syntaxOnly);
        config.Add(lint);
        config.Add(fatal);
        config.Add(ignoreUnknown);
        config.Add(agent);
        config.Add(files);
    }

    private static void AddWebConfig(Command check)
    {
        Argument files = new("web-config-files", "The config files to check.") { IsRequired = true, IsRepeatable = true, IsExistingFile = true };
        var config = check.Add(new Command("web-config", "Check if the web config files are valid or not.")
        {
            Run = terminal => CheckWebConfig.Run(terminal.Error, files.Values),
        });
        config.Add(files);
    }
}
