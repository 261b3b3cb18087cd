using System.Xml;
using System.Xml.Linq;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Eureka;

/// <summary>Asks for all applications and makes a target of each of their instances.</summary>
internal sealed class EurekaDiscoverer(EurekaDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_eureka_app_instance_";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var request = ApiClient.Request(HttpMethod.Get, options.Server + "/apps", ("Accept", "application/xml"));
        var answer = await Client.SendAsync(request, cancel);
        try
        {
            // Document types, with which an answer could name files or grow without bounds, are not read.
            using var reader = XmlReader.Create(new MemoryStream(answer.Body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var document = XDocument.Load(reader);
            return OneGroup("eureka", [.. document.Root!.Elements("application").SelectMany(static app => app.Elements("instance").Select(instance => Target(Text(app, "name"), instance)))]);
        }
        catch (XmlException error)
        {
            throw new HttpRequestException($"{answer.Name}: {error.Message}", error);
        }
    }

    private static Labels Target(string application, XElement instance)
    {
        var labels = new TargetLabels();
        var host = Text(instance, "hostName");
        labels.Set(TargetLabels.Address, HostPort.Join(host, instance.Element("port") is { } port ? port.Value.Trim() : "80"))
            .Set("instance", Text(instance, "instanceId"))
            .Set("__meta_eureka_app_name", application)
            .Set(Prefix + "hostname", host)
            .Set(Prefix + "homepage_url", Text(instance, "homePageUrl"))
            .Set(Prefix + "statuspage_url", Text(instance, "statusPageUrl"))
            .Set(Prefix + "healthcheck_url", Text(instance, "healthCheckUrl"))
            .Set(Prefix + "ip_addr", Text(instance, "ipAddr"))
            .Set(Prefix + "vip_address", Text(instance, "vipAddress"))
            .Set(Prefix + "secure_vip_address", Text(instance, "secureVipAddress"))
            .Set(Prefix + "status", Text(instance, "status"))
            .Set(Prefix + "country_id", instance.Element("countryId") is { } country ? country.Value.Trim() : "0")
            .Set(Prefix + "id", Text(instance, "instanceId"));
        SetPort(labels, Prefix + "port", instance.Element("port"));
        SetPort(labels, Prefix + "secure_port", instance.Element("securePort"));
        var center = instance.Element("dataCenterInfo");
        labels.Set(Prefix + "datacenterinfo_name", center?.Element("name")?.Value);
        SetMetadata(labels, Prefix + "datacenterinfo_metadata_", center?.Element("metadata"));
        SetMetadata(labels, Prefix + "metadata_", instance.Element("metadata"));
        return labels.ToLabels();
    }

    private static void SetPort(TargetLabels labels, string name, XElement? port)
    {
        if (port is not null)
        {
            labels.Set(name, port.Value.Trim()).Set(name + "_enabled", port.Attribute("enabled")?.Value.Trim().ToLowerInvariant() is "true" or "1");
        }
    }

    /// <summary>Whatever there is, as it is written.</summary>
    private static void SetMetadata(TargetLabels labels, string prefix, XElement? metadata)
    {
        foreach (var item in metadata?.Elements() ?? [])
        {
            labels.SetNamed(prefix, item.Name.LocalName, string.Concat(item.Nodes().Select(static node => node.ToString(SaveOptions.DisableFormatting))));
        }
    }

    private static string Text(XElement element, string name) => element.Element(name)?.Value ?? "";
}
