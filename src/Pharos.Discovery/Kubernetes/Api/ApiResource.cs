using Pharos.Discovery.Kubernetes.Objects;

namespace Pharos.Discovery.Kubernetes.Api;

/// <summary>A kind of objects, and what is read of each.</summary>
/// <param name="Group">The path of its API group.</param>
/// <param name="Name">The last part of its path.</param>
/// <param name="IsMetaOnly">The server is asked to leave out all but the metadata, which is most of what there is.</param>
/// <param name="Read">Reads an object of the kind; the reader stands at its beginning.</param>
internal sealed record ApiResource<T>(string Group, string Name, bool IsMetaOnly, ReadItem<T> Read)
    where T : ApiObject
{
    public string Path(string space) => space.Length == 0 ? $"{Group}/{Name}" : $"{Group}/namespaces/{Uri.EscapeDataString(space)}/{Name}";
}

internal static class ApiResources
{
    private const string Core = "/api/v1";

    public static ApiResource<Node> Nodes { get; } = new(Core, "nodes", false, Node.Read);

    /// <summary>Nodes are large and change with every heartbeat; where only their labels are wanted, most of that need not be sent.</summary>
    public static ApiResource<ApiObject> NodeMetadata { get; } = new(Core, "nodes", true, ReadMeta);

    public static ApiResource<ApiObject> Namespaces { get; } = new(Core, "namespaces", true, ReadMeta);

    public static ApiResource<Pod> Pods { get; } = new(Core, "pods", false, Pod.Read);

    public static ApiResource<Service> Services { get; } = new(Core, "services", false, Service.Read);

    public static ApiResource<Endpoints> Endpoints { get; } = new(Core, "endpoints", false, Objects.Endpoints.Read);

    public static ApiResource<EndpointSlice> EndpointSlices { get; } = new("/apis/discovery.k8s.io/v1", "endpointslices", false, EndpointSlice.Read);

    public static ApiResource<Ingress> Ingresses { get; } = new("/apis/networking.k8s.io/v1", "ingresses", false, Ingress.Read);

    public static ApiResource<ApiObject> ReplicaSets { get; } = new("/apis/apps/v1", "replicasets", true, ReadMeta);

    public static ApiResource<ApiObject> Jobs { get; } = new("/apis/batch/v1", "jobs", true, ReadMeta);

    private static ApiObject ReadMeta(ref FieldReader json)
    {
        ObjectMeta? meta = null;
        while (json.NextField())
        {
            if (json.Is("metadata"u8))
            {
                meta = json.Meta();
            }
        }

        return new ApiObject(FieldReader.Expect(meta));
    }
}
