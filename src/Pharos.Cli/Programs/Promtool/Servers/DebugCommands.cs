using Pharos.Cli.Flags;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>The commands below <c>promtool debug</c>.</summary>
internal static class DebugCommands
{
    public static void AddTo(Command root)
    {
        var debug = root.Add(new Command("debug", "Fetch debug information."));
        Add(debug, "pprof", "Fetch profiling debug information.", "Prometheus server to get pprof files from.", DebugFile.Profiles);
        Add(debug, "metrics", "Fetch metrics debug information.", "Prometheus server to get metrics from.", DebugFile.Metrics);
        Add(debug, "all", "Fetch all debug information.", "Prometheus server to get all debug information from.", [.. DebugFile.Profiles, .. DebugFile.Metrics]);
    }

    private static void Add(Command debug, string name, string summary, string help, DebugFile[] files)
    {
        Argument server = new("server", help) { IsRequired = true };
        var command = debug.Add(new Command(name, summary) { Run = terminal => DebugWrite.Run(terminal, server.Value, files) });
        command.Add(server);
    }
}
