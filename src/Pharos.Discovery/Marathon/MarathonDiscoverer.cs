using System.Security.Cryptography;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Http;
using Pharos.Model;

namespace Pharos.Discovery.Marathon;

/// <summary>Each application is a group, with a target for each port of each task.</summary>
internal sealed class MarathonDiscoverer(MarathonDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services, Extras(options))
{
    private const string Prefix = "__meta_marathon_";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var server = options.Servers[RandomNumberGenerator.GetInt32(options.Servers.Count)];
        using var answer = await Client.GetJsonAsync(server + "/v2/apps/?embed=apps.tasks", cancel);
        return [.. answer.RootElement.Items("apps").Select(Group)];
    }

    private static ClientExtras? Extras(MarathonDiscoveryOptions options) => options.AuthToken.IsEmpty && options.AuthTokenFile.Length == 0
        ? null
        : new HeaderCredentials("Authorization", "token=", new SecretText(options.AuthToken, options.AuthTokenFile)).ToExtras();

    private static TargetGroup Group(JsonElement app)
    {
        var labels = new TargetLabels();
        labels.Set(Prefix + "app", app.Text("id")).Set(Prefix + "image", app.Field("container", "docker", "image").Text());
        foreach (var label in app.Entries("labels"))
        {
            labels.SetNamed(Prefix + "app_label_", label.Name, label.Value.Text());
        }

        var common = labels.ToLabels();
        return new TargetGroup(app.Text("id"), common, [.. MarathonPorts.Of(app).Targets(app).Select(port => Target(labels, port))]);
    }

    private static Labels Target(TargetLabels labels, MarathonPort port)
    {
        labels.Set(TargetLabels.Address, HostPort.Join(port.Host, port.Port)).Set(Prefix + "task", port.Task).Set(Prefix + "port_index", port.Index);
        foreach (var label in port.Labels)
        {
            labels.SetNamed(port.LabelPrefix, label.Name, label.Value.Text());
        }

        return labels.ToLabels();
    }
}
