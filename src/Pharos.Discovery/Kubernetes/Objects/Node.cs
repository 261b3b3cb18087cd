namespace Pharos.Discovery.Kubernetes.Objects;

internal sealed record Node(ObjectMeta Meta, string ProviderId, ItemList<TypedText> Addresses, ItemList<TypedText> Conditions, long KubeletPort) : ApiObject(Meta)
{
    public static Node Read(ref FieldReader json)
    {
        ObjectMeta? meta = null;
        var providerId = "";
        var (addresses, conditions) = (new ItemList<TypedText>(), new ItemList<TypedText>());
        long port = 0;
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
                    if (json.Is("providerID"u8))
                    {
                        providerId = json.Text();
                    }
                }
            }
            else if (json.Is("status"u8))
            {
                for (var isThere = json.Begin(); isThere && json.NextField();)
                {
                    if (json.Is("addresses"u8))
                    {
                        addresses = json.List(static (ref item) => TypedText.Read(ref item, "address"u8));
                    }
                    else if (json.Is("conditions"u8))
                    {
                        conditions = json.List(static (ref item) => TypedText.Read(ref item, "status"u8));
                    }
                    else if (json.Is("daemonEndpoints"u8))
                    {
                        port = ReadKubeletPort(ref json);
                    }
                }
            }
        }

        return new Node(FieldReader.Expect(meta), providerId, addresses, conditions, port);
    }

    private static long ReadKubeletPort(ref FieldReader json)
    {
        long port = 0;
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("kubeletEndpoint"u8))
            {
                for (var isEndpoint = json.Begin(); isEndpoint && json.NextField();)
                {
                    if (json.Is("Port"u8) || json.Is("port"u8))
                    {
                        port = json.Integer();
                    }
                }
            }
        }

        return port;
    }
}

/// <summary>An address or a condition, by its type.</summary>
internal readonly record struct TypedText(string Type, string Text)
{
    public static TypedText Read(ref FieldReader json, ReadOnlySpan<byte> textField)
    {
        var (type, text) = ("", "");
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("type"u8))
            {
                type = json.Text();
            }
            else if (json.Is(textField))
            {
                text = json.Text();
            }
        }

        return new TypedText(type, text);
    }
}
