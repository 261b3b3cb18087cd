namespace Pharos.Discovery.Kubernetes.Objects;

/// <param name="LoadBalancerIps">With commas between them.</param>
/// <param name="FirstIpFamily">The one that addresses of both families come from in double-stacked services; empty in others.</param>
internal sealed record Service(
    ObjectMeta Meta,
    string Type,
    string ClusterIp,
    string ExternalName,
    string LoadBalancerIps,
    string FirstIpFamily,
    ItemList<ServicePort> Ports) : ApiObject(Meta)
{
    public static Service Read(ref FieldReader json)
    {
        ObjectMeta? meta = null;
        var (type, clusterIp, externalName, wantedIp, givenIps, policy) = ("", "", "", "", "", "");
        var (families, ports) = (new ItemList<string>(), new ItemList<ServicePort>());
        while (json.NextField())
        {
            if (json.Is("metadata"u8))
            {
                meta = json.Meta();
            }
            else if (json.Is("spec"u8))
            {
                for (var isThere = json.Begin(); isThere && json.NextField();)
                {
                    if (json.Is("type"u8))
                    {
                        type = json.Text();
                    }
                    else if (json.Is("clusterIP"u8))
                    {
                        clusterIp = json.Text();
                    }
                    else if (json.Is("externalName"u8))
                    {
                        externalName = json.Text();
                    }
                    else if (json.Is("loadBalancerIP"u8))
                    {
                        wantedIp = json.Text();
                    }
                    else if (json.Is("ipFamilyPolicy"u8))
                    {
                        policy = json.Text();
                    }
                    else if (json.Is("ipFamilies"u8))
                    {
                        families = json.List(static (ref item) => item.Text());
                    }
                    else if (json.Is("ports"u8))
                    {
                        ports = json.List(ServicePort.Read);
                    }
                }
            }
            else if (json.Is("status"u8))
            {
                givenIps = ReadLoadBalancerIps(ref json);
            }
        }

        var isDouble = policy is "PreferDualStack" or "RequireDualStack" && families.Count > 0;
        return new Service(
            FieldReader.Expect(meta), type, clusterIp, externalName, givenIps.Length > 0 ? givenIps : wantedIp, isDouble ? families.Span[0] : "", ports);
    }

    private static string ReadLoadBalancerIps(ref FieldReader json)
    {
        var ips = new ItemList<string>();
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("loadBalancer"u8))
            {
                for (var isBalancer = json.Begin(); isBalancer && json.NextField();)
                {
                    if (json.Is("ingress"u8))
                    {
                        ips = json.List(ReadIp);
                    }
                }
            }
        }

        return string.Join(',', ips.Span.ToArray().Where(static ip => ip.Length > 0));
    }

    private static string ReadIp(ref FieldReader json)
    {
        var ip = "";
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("ip"u8))
            {
                ip = json.Text();
            }
        }

        return ip;
    }
}

internal readonly record struct ServicePort(string Name, long Number, string Protocol)
{
    public static ServicePort Read(ref FieldReader json)
    {
        var (name, number, protocol) = ("", 0L, "");
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("name"u8))
            {
                name = json.Text();
            }
            else if (json.Is("port"u8))
            {
                number = json.Integer();
            }
            else if (json.Is("protocol"u8))
            {
                protocol = json.Text();
            }
        }

        return new ServicePort(name, number, protocol);
    }
}
