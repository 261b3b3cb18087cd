namespace Pharos.Discovery.Kubernetes.Objects;

internal sealed record Ingress(ObjectMeta Meta, string ClassName, ItemList<IngressRule> Rules, ItemList<string> TlsHosts) : ApiObject(Meta)
{
    public static Ingress Read(ref FieldReader json)
    {
        ObjectMeta? meta = null;
        var className = "";
        var rules = new ItemList<IngressRule>();
        var tls = new ItemList<ItemList<string>>();
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
                    if (json.Is("ingressClassName"u8))
                    {
                        className = json.Text();
                    }
                    else if (json.Is("rules"u8))
                    {
                        rules = json.List(IngressRule.Read);
                    }
                    else if (json.Is("tls"u8))
                    {
                        tls = json.List(ReadHosts);
                    }
                }
            }
        }

        var hosts = new List<string>();
        foreach (var one in tls)
        {
            hosts.AddRange(one.Span);
        }

        return new Ingress(FieldReader.Expect(meta), className, rules, new ItemList<string>([.. hosts]));
    }

    private static ItemList<string> ReadHosts(ref FieldReader json)
    {
        var hosts = new ItemList<string>();
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("hosts"u8))
            {
                hosts = json.List(static (ref item) => item.Text());
            }
        }

        return hosts;
    }
}

/// <param name="HasPaths">Without any a rule is for all paths.</param>
internal sealed record IngressRule(string Host, bool HasPaths, ItemList<string> Paths)
{
    public static IngressRule Read(ref FieldReader json)
    {
        var (host, hasPaths, paths) = ("", false, new ItemList<string>());
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("host"u8))
            {
                host = json.Text();
            }
            else if (json.Is("http"u8))
            {
                hasPaths = !json.IsNull;
                for (var isHttp = json.Begin(); isHttp && json.NextField();)
                {
                    if (json.Is("paths"u8))
                    {
                        paths = json.List(ReadPath);
                    }
                }
            }
        }

        return new IngressRule(host, hasPaths, paths);
    }

    private static string ReadPath(ref FieldReader json)
    {
        var path = "";
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("path"u8))
            {
                path = json.Text();
            }
        }

        return path;
    }
}
