using System.Text.Json;
using Pharos.Discovery.Api;

namespace Pharos.Discovery.Marathon;

/// <summary>A port of a task, with what the application says about it.</summary>
internal readonly record struct MarathonPort(string Host, long Port, string Task, int Index, string LabelPrefix, IEnumerable<JsonProperty> Labels);

/// <summary>
/// The ports of an application, which stand in different places of different versions and kinds of networks. Those that are 0 were chosen
/// when a task started and stand there.
/// </summary>
internal sealed class MarathonPorts
{
    private readonly long[] _ports;
    private readonly JsonElement[] _declarations;
    private readonly string _labelPrefix;

    private MarathonPorts(IEnumerable<JsonElement> declarations, Func<JsonElement, long> port, string labelPrefix)
    {
        _declarations = [.. declarations];
        _ports = [.. _declarations.Select(port)];
        _labelPrefix = labelPrefix;
    }

    public static MarathonPorts Of(JsonElement app)
    {
        var mappings = app.Field("container").Items("portMappings").ToArray();
        if (mappings.Length == 0)
        {
            // Where they stood before version 1.5.
            mappings = [.. app.Field("container", "docker").Items("portMappings")];
        }

        if (mappings.Length > 0)
        {
            var name = IsContainerNetwork(app) ? "containerPort" : "hostPort";
            return new MarathonPorts(mappings, mapping => mapping.Integer(name), "__meta_marathon_port_mapping_label_");
        }

        // Without requirePorts the defined port is that of the service, and tasks listen on others.
        var isRequired = app.Flag("requirePorts");
        return new MarathonPorts(
            app.Items("portDefinitions"), definition => isRequired ? definition.Integer("port") : 0, "__meta_marathon_port_definition_label_");
    }

    public IEnumerable<MarathonPort> Targets(JsonElement app)
    {
        var ports = _ports;
        foreach (var task in app.Items("tasks"))
        {
            var ofTask = task.Items("ports").Select(static port => port.TryGetInt64(out var number) ? number : 0).ToArray();
            ports = ports.Length == 0 ? ofTask : ports;
            var address = task.Items("ipAddresses").FirstOrDefault().Text("ipAddress");
            var host = IsContainerNetwork(app) && address.Length > 0 ? address : task.Text("host");
            for (var i = 0; i < ports.Length; i++)
            {
                var port = ports[i] == 0 && ofTask.Length == ports.Length ? ofTask[i] : ports[i];
                var labels = i < _declarations.Length ? _declarations[i].Entries("labels") : [];
                yield return new MarathonPort(host, port, task.Text("id"), i, _labelPrefix, labels);
            }
        }
    }

    private static bool IsContainerNetwork(JsonElement app) => app.Items("networks").FirstOrDefault().Text("mode") == "container";
}
