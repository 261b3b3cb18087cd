namespace Pharos.Discovery.Kubernetes.Objects;

internal sealed record Endpoints(ObjectMeta Meta, ItemList<EndpointSubset> Subsets) : ApiObject(Meta)
{
    public static Endpoints Read(ref FieldReader json)
    {
        ObjectMeta? meta = null;
        var subsets = new ItemList<EndpointSubset>();
        while (json.NextField())
        {
            if (json.Is("metadata"u8))
            {
                meta = json.Meta();
            }
            else if (json.Is("subsets"u8))
            {
                subsets = json.List(EndpointSubset.Read);
            }
        }

        return new Endpoints(FieldReader.Expect(meta), subsets);
    }
}

/// <summary>Addresses that all have the same ports.</summary>
internal sealed record EndpointSubset(ItemList<EndpointAddress> Ready, ItemList<EndpointAddress> NotReady, ItemList<EndpointPort> Ports)
{
    public static EndpointSubset Read(ref FieldReader json)
    {
        var (ready, notReady) = (new ItemList<EndpointAddress>(), new ItemList<EndpointAddress>());
        var ports = new ItemList<EndpointPort>();
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("addresses"u8))
            {
                ready = json.List(EndpointAddress.Read);
            }
            else if (json.Is("notReadyAddresses"u8))
            {
                notReady = json.List(EndpointAddress.Read);
            }
            else if (json.Is("ports"u8))
            {
                ports = json.List(EndpointPort.Read);
            }
        }

        return new EndpointSubset(ready, notReady, ports);
    }
}

/// <param name="NodeName">Null if nothing is said.</param>
internal sealed record EndpointAddress(string Ip, string Hostname, string? NodeName, TargetRef Target)
{
    /// <summary>The node whose labels the address gets; null if there is none.</summary>
    public string? LabellingNode => NodeName ?? (Target.IsNode ? Target.Name : null);

    public static EndpointAddress Read(ref FieldReader json)
    {
        var (ip, hostname, target) = ("", "", default(TargetRef));
        string? nodeName = null;
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("ip"u8))
            {
                ip = json.Text();
            }
            else if (json.Is("hostname"u8))
            {
                hostname = json.Text();
            }
            else if (json.Is("nodeName"u8))
            {
                nodeName = json.OptionalText();
            }
            else if (json.Is("targetRef"u8))
            {
                target = TargetRef.Read(ref json);
            }
        }

        return new EndpointAddress(ip, hostname, nodeName, target);
    }
}

/// <param name="Number">Null for all ports, which only slices have.</param>
internal readonly record struct EndpointPort(string Name, long? Number, string Protocol, string AppProtocol)
{
    public static EndpointPort Read(ref FieldReader json)
    {
        var (name, protocol, appProtocol) = ("", "", "");
        long? number = null;
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("name"u8))
            {
                name = json.Text();
            }
            else if (json.Is("port"u8))
            {
                number = json.IsNull ? null : json.Integer();
            }
            else if (json.Is("protocol"u8))
            {
                protocol = json.Text();
            }
            else if (json.Is("appProtocol"u8))
            {
                appProtocol = json.Text();
            }
        }

        return new EndpointPort(name, number, protocol, appProtocol);
    }
}
