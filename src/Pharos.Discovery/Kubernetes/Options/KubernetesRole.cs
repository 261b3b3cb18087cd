using Pharos.Configuration;

namespace Pharos.Discovery.Kubernetes.Options;

/// <summary>The kind of objects that targets are made of.</summary>
public enum KubernetesRole : byte
{
    Pod,
    Service,
    Endpoints,
    EndpointSlice,
    Node,
    Ingress,
}

internal static class KubernetesRoles
{
    public static IReadOnlyList<string> Words { get; } = ["pod", "service", "endpoints", "endpointslice", "node", "ingress"];

    public static ScalarKind<KubernetesRole?> Kind { get; } = new ChoiceKind<KubernetesRole?>(
        [.. Enum.GetValues<KubernetesRole>().Select(static role => (role.Word(), (KubernetesRole?)role))]);

    public static string Word(this KubernetesRole role) => Words[(int)role];

    /// <summary>The kinds of objects that are looked at for the role, and so can be narrowed down.</summary>
    public static IReadOnlyList<KubernetesRole> Selectable(this KubernetesRole role) => role switch
    {
        KubernetesRole.Pod => [KubernetesRole.Pod, KubernetesRole.Node],
        KubernetesRole.Endpoints or KubernetesRole.EndpointSlice => [KubernetesRole.Pod, KubernetesRole.Service, role],
        _ => [role],
    };
}
