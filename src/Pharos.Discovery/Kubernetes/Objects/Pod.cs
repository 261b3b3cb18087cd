namespace Pharos.Discovery.Kubernetes.Objects;

internal sealed record Pod(
    ObjectMeta Meta,
    string NodeName,
    string Ip,
    string HostIp,
    string Phase,
    string Ready,
    ItemList<Container> Containers,
    ItemList<Container> InitContainers) : ApiObject(Meta)
{
    public static Pod Read(ref FieldReader json)
    {
        ObjectMeta? meta = null;
        var (containers, initContainers) = (new ItemList<Container>(), new ItemList<Container>());
        var (ids, initIds) = (new ItemList<ContainerId>(), new ItemList<ContainerId>());
        var (nodeName, ip, hostIp, phase, ready) = ("", "", "", "", "unknown");
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
                    if (json.Is("nodeName"u8))
                    {
                        nodeName = json.Text();
                    }
                    else if (json.Is("containers"u8))
                    {
                        containers = json.List(Container.Read);
                    }
                    else if (json.Is("initContainers"u8))
                    {
                        initContainers = json.List(Container.Read);
                    }
                }
            }
            else if (json.Is("status"u8))
            {
                for (var isThere = json.Begin(); isThere && json.NextField();)
                {
                    if (json.Is("podIP"u8))
                    {
                        ip = json.Text();
                    }
                    else if (json.Is("hostIP"u8))
                    {
                        hostIp = json.Text();
                    }
                    else if (json.Is("phase"u8))
                    {
                        phase = json.Text();
                    }
                    else if (json.Is("conditions"u8))
                    {
                        ready = Readiness(json.List(static (ref item) => TypedText.Read(ref item, "status"u8)));
                    }
                    else if (json.Is("containerStatuses"u8))
                    {
                        ids = json.List(ContainerId.Read);
                    }
                    else if (json.Is("initContainerStatuses"u8))
                    {
                        initIds = json.List(ContainerId.Read);
                    }
                }
            }
        }

        return new Pod(FieldReader.Expect(meta), nodeName, ip, hostIp, phase, ready, ContainerId.Put(ids, containers), ContainerId.Put(initIds, initContainers));
    }

    private static string Readiness(ItemList<TypedText> conditions)
    {
        foreach (var condition in conditions)
        {
            if (condition.Type == "Ready")
            {
                return LowerCase.Of(condition.Text);
            }
        }

        return "unknown";
    }
}

internal sealed record Container(string Name, string Image, string Id, ItemList<ContainerPort> Ports)
{
    public static Container Read(ref FieldReader json)
    {
        var (name, image, ports) = ("", "", new ItemList<ContainerPort>());
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("name"u8))
            {
                name = json.Text();
            }
            else if (json.Is("image"u8))
            {
                image = json.Text();
            }
            else if (json.Is("ports"u8))
            {
                ports = json.List(ContainerPort.Read);
            }
        }

        return new Container(name, image, "", ports);
    }
}

internal readonly record struct ContainerPort(string Name, long Number, string Protocol)
{
    public static ContainerPort Read(ref FieldReader json)
    {
        var (name, number, protocol) = ("", 0L, "");
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("name"u8))
            {
                name = json.Text();
            }
            else if (json.Is("containerPort"u8))
            {
                number = json.Integer();
            }
            else if (json.Is("protocol"u8))
            {
                protocol = json.Text();
            }
        }

        return new ContainerPort(name, number, protocol);
    }
}

/// <summary>What the status of a pod says of a container; it is kept with the container.</summary>
internal readonly record struct ContainerId(string Name, string Id)
{
    public static ContainerId Read(ref FieldReader json)
    {
        var (name, id) = ("", "");
        for (var isThere = json.Begin(); isThere && json.NextField();)
        {
            if (json.Is("name"u8))
            {
                name = json.Text();
            }
            else if (json.Is("containerID"u8))
            {
                id = json.Text();
            }
        }

        return new ContainerId(name, id);
    }

    public static ItemList<Container> Put(ItemList<ContainerId> ids, ItemList<Container> containers)
    {
        var complete = new Container[containers.Count];
        for (var i = 0; i < complete.Length; i++)
        {
            complete[i] = containers.Span[i];
            foreach (var one in ids)
            {
                if (one.Name == complete[i].Name)
                {
                    complete[i] = complete[i] with { Id = one.Id };
                    break;
                }
            }
        }

        return new ItemList<Container>(complete);
    }
}
