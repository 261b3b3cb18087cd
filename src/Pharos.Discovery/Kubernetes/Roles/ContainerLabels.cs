using Pharos.Discovery.Kubernetes.Objects;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>The labels of a container and of one of its ports.</summary>
internal static class ContainerLabels
{
    public static void Write(LabelWriter labels, Container container, bool isInit) => labels
        .Set("__meta_kubernetes_pod_container_name"u8, container.Name)
        .Set("__meta_kubernetes_pod_container_image"u8, container.Image)
        .Set("__meta_kubernetes_pod_container_init"u8, isInit);

    public static void Write(LabelWriter labels, ContainerPort port, string protocol) => labels
        .Set("__meta_kubernetes_pod_container_port_name"u8, port.Name)
        .Set("__meta_kubernetes_pod_container_port_number"u8, port.Number)
        .Set("__meta_kubernetes_pod_container_port_protocol"u8, protocol);
}
