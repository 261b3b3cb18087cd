namespace Pharos.Discovery.Kubernetes.Objects;

internal sealed record EndpointSlice(ObjectMeta Meta, string AddressType, ItemList<SliceEndpoint> Endpoints, ItemList<EndpointPort> Ports) : ApiObject(Meta)
{
    /// <summary>The label that names the service.</summary>
    public const string ServiceNameLabel = "kubernetes.io/service-name";

    /// <summary>The service that the slice belongs to, null if it is made by hand and has none.</summary>
    public ObjectKey? Service => Meta.Label(ServiceNameLabel) is { } name ? new ObjectKey(Meta.Namespace, name) : null;

    public static EndpointSlice Read(ref FieldReader json)
    {
        ObjectMeta? meta = null;
        var addressType = "";
        var (endpoints, ports) = (new ItemList<SliceEndpoint>(), new ItemList<EndpointPort>());
        while (json.NextField())
        {
            if (json.Is("metadata"u8))
            {
                meta = json.Meta();
            }
            else if (json.Is("addressType"u8))
            {
                addressType = json.Text();
            }
            else if (json.Is("endpoints"u8))
            {
                endpoints = json.List(SliceEndpoint.Read);
            }
            else if (json.Is("ports"u8))
            {
                ports = json.List(EndpointPort.Read);
            }
        }

        return new EndpointSlice(FieldReader.Expect(meta), addressType, endpoints, ports);
    }
}

/// <param name="Ready">As <see cref="Serving"/> and <see cref="Terminating"/>: null if nothing is said.</param>
internal sealed record SliceEndpoint(
    ItemList<string> Addresses,
    bool? Ready,
    bool? Serving,
    bool? Terminating,
    string Hostname,
    string? NodeName,
    string Zone,
    TargetRef Target,
    ItemList<MetaEntry> Topology)
{
    /// <summary>The node whose labels the endpoint gets; null if there is none.</summary>
    public string? LabellingNode => Target.IsNode ? Target.Name : NodeName;

    public static SliceEndpoint Read(ref FieldReader json)
    {
        var (addresses, topology) = (new ItemList<string>(), new ItemList<MetaEntry>());
        bool? ready = null, serving = null, terminating = null;
        var (hostname, zone, target) = ("", "", default(TargetRef));
        string? nodeName = null;
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("addresses"u8))
            {
                addresses = json.List(static (ref item) => item.Text());
            }
            else if (json.Is("conditions"u8))
            {
                for (var isConditions = json.Begin(); isConditions && json.NextField();)
                {
                    if (json.Is("ready"u8))
                    {
                        ready = json.Flag();
                    }
                    else if (json.Is("serving"u8))
                    {
                        serving = json.Flag();
                    }
                    else if (json.Is("terminating"u8))
                    {
                        terminating = json.Flag();
                    }
                }
            }
            else if (json.Is("hostname"u8))
            {
                hostname = json.Text();
            }
            else if (json.Is("nodeName"u8))
            {
                nodeName = json.OptionalText();
            }
            else if (json.Is("zone"u8))
            {
                zone = json.Text();
            }
            else if (json.Is("targetRef"u8))
            {
                target = TargetRef.Read(ref json);
            }
            else if (json.Is("deprecatedTopology"u8))
            {
                topology = json.Entries();
            }
        }

        return new SliceEndpoint(addresses, ready, serving, terminating, hostname, nodeName, zone, target, topology);
    }
}
