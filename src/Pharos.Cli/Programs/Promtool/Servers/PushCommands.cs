using Pharos.Cli.Flags;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>The commands below <c>promtool push</c>.</summary>
internal static class PushCommands
{
    public static void AddTo(Command root)
    {
        var push = root.Add(new Command("push", "Push to a Prometheus server."));
        var server = new ServerFlag(push);
        ValueFlag<KeyValuePair<string, string>> labels = new("label", "Label to attach to metrics. Can be specified multiple times.", FlagType.Pair, "job=promtool") { IsRepeatable = true, Placeholder = "job=promtool" };
        ValueFlag<TimeSpan> timeout = new("timeout", "The time to wait for pushing metrics.", FlagType.GoTime, "30s");
        ValueFlag<KeyValuePair<string, string>> headers = new("header", "Prometheus remote write header.", FlagType.Pair, null) { IsRepeatable = true, Placeholder = "HEADER" };
        ValueFlag<string> message = new("protobuf_message", "Protobuf message to use when writing.", FlagType.OneOf((PushMetrics.Message, PushMetrics.Message)), PushMetrics.Message);
        ValueFlag<string> path = new("remote-write.path", "Override the default remote write API path.", FlagType.Text, "/api/v1/write");
        Argument url = new("remote-write-url", "Prometheus remote write url to push metrics.") { IsRequired = true };
        Argument files = new("metric-files", "The metric files to push, default is read from standard input.") { IsRepeatable = true, IsExistingFile = true };
        var metrics = push.Add(new Command("metrics", "Push metrics to a prometheus remote write (for testing purpose only).")
        {
            Run = terminal =>
            {
                using var client = server.Client(url.Value, headers.Values);
                return new PushMetrics(terminal, client, path.Value!, labels.Values, timeout.Value).Run(files.Values);
            },
        });
        metrics.Add(labels);
        metrics.Add(timeout);
        metrics.Add(headers);
        metrics.Add(message);
        metrics.Add(path);
        metrics.Add(url);
        metrics.Add(files);
    }
}
