namespace Pharos.Cli.Programs;

/// <summary>All programs of the executable, in the order in which help lists them.</summary>
internal static class ProgramTable
{
    public static IReadOnlyList<ProgramEntry> All { get; } =
    [
        new("server", "The monitoring server (Prometheus).", ["prometheus"], ServerProgram.Run),
        new("alertmanager", "Groups, silences and sends alerts (Alertmanager).", ["alertmanager", "prometheus-alertmanager"]),
        new("pushgateway", "Takes metrics of short-lived jobs (Pushgateway).", ["pushgateway", "prometheus-pushgateway"]),
        new("node-exporter", "Metrics of this machine (node_exporter).", ["node_exporter", "prometheus-node-exporter"]),
        new("blackbox-exporter", "Probes endpoints (blackbox_exporter).", ["blackbox_exporter", "prometheus-blackbox-exporter"]),
        new("operator", "Runs the stack on Kubernetes.", ["prometheus-operator"]),
        new("promtool", "promtool tsdb, for data directories; no other command yet.", ["promtool"], PromtoolProgram.Run),
        new("amtool", "Works with an Alertmanager from the shell.", ["amtool"]),
        new("up", "Starts a whole monitoring stack on this machine.", []),
    ];

    public static ProgramEntry? FindByName(string name) => All.FirstOrDefault(entry => entry.Name == name);

    public static ProgramEntry? FindByLink(string link) => All.FirstOrDefault(entry => Array.IndexOf(entry.Links, link) >= 0);
}
