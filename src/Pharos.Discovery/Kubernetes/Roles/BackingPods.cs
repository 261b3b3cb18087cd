using System.Runtime.InteropServices;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>
/// The pods behind the addresses of one object. Ports that their containers declare beside those of the service are targets too: metrics are
/// often served at one.
/// </summary>
internal sealed class BackingPods
{
    private readonly Dictionary<ObjectKey, (Pod Pod, List<long> Ports)> _pods = [];
    private readonly List<ObjectKey> _order = [];

    /// <summary>The pod is behind an address with that port; null if there is none.</summary>
    public void Add(Pod pod, long? port)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_pods, pod.Key, out var isKnown);
        if (!isKnown)
        {
            known = (pod, []);
            _order.Add(pod.Key);
        }

        if (port is { } number)
        {
            known.Ports.Add(number);
        }
    }

    /// <summary>Adds targets for the ports that no address has.</summary>
    public void AddOtherPorts(List<Labels> targets, LabelWriter labels, PodLabels podLabels)
    {
        foreach (var key in _order)
        {
            var (pod, ports) = _pods[key];
            if (pod.Ip.Length > 0)
            {
                AddOtherPorts(targets, labels, podLabels, pod, pod.Containers, ports, isInit: false);
                AddOtherPorts(targets, labels, podLabels, pod, pod.InitContainers, ports, isInit: true);
            }
        }
    }

    /// <summary>The container with the port: the last one, where more than one have it, and init containers behind the others.</summary>
    public static (Container Container, ContainerPort Port, bool IsInit)? ContainerWith(Pod pod, long port) =>
        ContainerWith(pod.InitContainers, port) is { } init ? (init.Container, init.Port, true)
        : ContainerWith(pod.Containers, port) is { } found ? (found.Container, found.Port, false)
        : null;

    private static (Container Container, ContainerPort Port)? ContainerWith(ItemList<Container> containers, long number)
    {
        for (var i = containers.Count - 1; i >= 0; i--)
        {
            foreach (var port in containers.Span[i].Ports)
            {
                if (port.Number == number)
                {
                    return (containers.Span[i], port);
                }
            }
        }

        return null;
    }

    private static void AddOtherPorts(
        List<Labels> targets, LabelWriter labels, PodLabels podLabels, Pod pod, ItemList<Container> containers, List<long> ports, bool isInit)
    {
        foreach (var container in containers)
        {
            foreach (var port in container.Ports)
            {
                if (ports.Contains(port.Number))
                {
                    continue;
                }

                labels.Set("__address__"u8, HostPort.Join(pod.Ip, port.Number));
                ContainerLabels.Write(labels, container, isInit);
                ContainerLabels.Write(labels, port, port.Protocol);
                podLabels.Write(labels, pod);
                targets.Add(labels.ToLabels());
            }
        }
    }
}
