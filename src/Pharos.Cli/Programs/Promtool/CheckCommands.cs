using Pharos.Cli.Flags;
using Pharos.Cli.Programs.Promtool.Servers;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The commands below <c>promtool check</c>, with the flags and arguments of the reference.</summary>
internal static class CheckCommands
{
    /// <summary>The outer command may be there already, with the commands that this version does not have.</summary>
    public static void AddTo(Command root, PromtoolFlags flags)
    {
        var check = root.Find("check") ?? root.Add(new Command("check", "Check the resources for validity."));
        var lookback = check.Add(new ValueFlag<TimeSpan>("query.lookback-delta", "The server's maximum query lookback duration.", FlagType.GoTime, "5m"));
        AddConfig(check, lookback, flags);
        AddRules(check, flags);
        AddWebConfig(check);
        AddServiceDiscovery(check);
        AddServer(check, "healthy", "Check if the Prometheus server is healthy.", "/-/healthy");
        AddServer(check, "ready", "Check if the Prometheus server is ready.", "/-/ready");
        AddMetrics(check);
    }

    private static void AddConfig(Command check, ValueFlag<TimeSpan> lookback, PromtoolFlags flags)
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
            Run = terminal =>
            {
                var complaints = ConfigLint.Of(lint.Value!, fatal.Value, lookback.Value, terminal.Output);
                var rules = new CheckRules(terminal, flags.ParserOptions(terminal.Error), complaints.FindsDuplicateRules, ignoreUnknown.Value);
                return new CheckConfig(terminal, agent.Value, syntaxOnly.Value, complaints, rules).Run(files.Values);
            },
        });
        config.Add(syntaxOnly);
        config.Add(lint);
        config.Add(fatal);
        config.Add(ignoreUnknown);
        config.Add(agent);
        config.Add(files);
    }

    private static void AddRules(Command check, PromtoolFlags flags)
    {
        ValueFlag<string> lint = new(
            "lint",
            $"Linting checks to apply. Available options are: {string.Join(", ", ConfigLint.RuleOptions)}. Use --lint=none to disable linting",
            FlagType.Text,
            ConfigLint.DuplicateRules);
        SwitchFlag fatal = new("lint-fatal", "Make lint errors exit with exit code 3.");
        SwitchFlag ignoreUnknown = new("ignore-unknown-fields", "Ignore fields of the rule files that the server does not know, and would refuse.");
        Argument files = new("rule-files", "The rule files to check, default is read from standard input.") { IsRepeatable = true, IsExistingFile = true };
        var rules = check.Add(new Command("rules", "Check if the rule files are valid or not.")
        {
            Run = terminal =>
            {
                var complaints = ConfigLint.OfRules(lint.Value!, fatal.Value, terminal.Output);
                var check = new CheckRules(terminal, flags.ParserOptions(terminal.Error), complaints.FindsDuplicateRules, ignoreUnknown.Value);
                var verdict = files.Values.Count > 0 ? check.Check(files.Values) : check.CheckInput();
                return verdict == CheckRules.Verdict.Broken ? 1 : verdict == CheckRules.Verdict.Untidy && complaints.IsFatal ? 3 : 0;
            },
        });
        rules.Add(lint);
        rules.Add(fatal);
        rules.Add(ignoreUnknown);
        rules.Add(files);
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

    private static void AddServiceDiscovery(Command check)
    {
        ValueFlag<TimeSpan> timeout = new("timeout", "The time to wait for discovery results.", FlagType.GoTime, "30s");
        Argument file = new("config-file", "The prometheus config file.") { IsRequired = true, IsExistingFile = true };
        Argument job = new("job", "The job to run service discovery for.") { IsRequired = true };
        var discovery = check.Add(new Command("service-discovery", "Perform service discovery for the given job name and report the results, including relabeling.")
        {
            Run = terminal => CheckServiceDiscovery.Run(terminal, file.Value, job.Value, timeout.Value),
        });
        discovery.Add(timeout);
        discovery.Add(file);
        discovery.Add(job);
    }

    private static void AddServer(Command check, string name, string summary, string path)
    {
        ServerFlag? server = null;
        ValueFlag<string> url = new("url", "The URL for the Prometheus server.", FlagType.Text, "http://localhost:9090");
        var command = check.Add(new Command(name, summary) { Run = terminal => CheckServer.Run(terminal, server!.Client(url.Value!), path) });
        server = new ServerFlag(command);
        command.Add(url);
    }

    private static void AddMetrics(Command check)
    {
        SwitchFlag extended = new("extended", "Print extended information related to the cardinality of the metrics.");
        ValueFlag<string> lint = new(
            "lint", "Linting checks to apply for metrics. Available options are: all, none. Use --lint=none to disable metrics linting.", FlagType.Text, "all");
        var metrics = check.Add(new Command(
            "metrics", "Pass Prometheus metrics over stdin to lint them for consistency and correctness, and optionally perform cardinality analysis.")
        {
            Run = terminal => CheckMetrics.Run(terminal, extended.Value, lint.Value != "none"),
        });
        metrics.Add(extended);
        metrics.Add(lint);
    }
}
