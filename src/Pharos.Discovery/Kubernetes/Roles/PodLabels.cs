using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Kubernetes.Watching;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>The labels that all targets of a pod have, with the names of the objects above its owner where these are asked for.</summary>
internal sealed class PodLabels
{
    private const string ReplicaSet = "ReplicaSet";
    private const string Job = "Job";

    private readonly MetaLabels _meta = new("pod");
    private readonly ObjectCache<ApiObject>? _replicaSets;
    private readonly ObjectCache<ApiObject>? _jobs;
    private readonly bool _namesJobs;

    /// <param name="changed">Called with the key of a pod some of whose labels are others now.</param>
    public PodLabels(RoleServices services, ObjectCache<Pod> pods, Action<ObjectKey> changed)
    {
        _namesJobs = services.Attach.Job;
        _replicaSets = services.Attach.Deployment ? Owners(services, ApiResources.ReplicaSets, ReplicaSet, pods, changed) : null;
        _jobs = services.Attach.CronJob ? Owners(services, ApiResources.Jobs, Job, pods, changed) : null;
    }

    public Task Filled => Task.WhenAll(_replicaSets?.Filled ?? Task.CompletedTask, _jobs?.Filled ?? Task.CompletedTask);

    /// <summary>As of <see cref="ObjectCache{T}.Tried"/>.</summary>
    public Task Tried => Task.WhenAll(_replicaSets?.Tried ?? Task.CompletedTask, _jobs?.Tried ?? Task.CompletedTask);

    public void Write(LabelWriter labels, Pod pod)
    {
        labels.Set("__meta_kubernetes_pod_ip"u8, pod.Ip)
            .Set("__meta_kubernetes_pod_ready"u8, pod.Ready)
            .Set("__meta_kubernetes_pod_phase"u8, pod.Phase)
            .Set("__meta_kubernetes_pod_node_name"u8, pod.NodeName)
            .Set("__meta_kubernetes_pod_host_ip"u8, pod.HostIp)
            .Set("__meta_kubernetes_pod_uid"u8, pod.Meta.Uid);
        _meta.WriteWithName(labels, pod.Meta);

        var controller = pod.Meta.Controller;
        labels.Set("__meta_kubernetes_pod_controller_kind"u8, controller.Kind).Set("__meta_kubernetes_pod_controller_name"u8, controller.Name);
        if (controller.Kind == ReplicaSet)
        {
            labels.Set("__meta_kubernetes_pod_deployment_name"u8, Above(_replicaSets, pod, "Deployment"));
        }
        else if (controller.Kind == Job)
        {
            labels.Set("__meta_kubernetes_pod_job_name"u8, _namesJobs ? controller.Name : "")
                .Set("__meta_kubernetes_pod_cronjob_name"u8, Above(_jobs, pod, "CronJob"));
        }
    }

    private static ObjectCache<ApiObject> Owners(
        RoleServices services, ApiResource<ApiObject> resource, string kind, ObjectCache<Pod> pods, Action<ObjectKey> changed)
    {
        var byOwner = pods.AddIndex(pod => pod.Meta.Controller.Kind == kind ? [new ObjectKey(pod.Meta.Namespace, pod.Meta.Controller.Name)] : []);
        var owners = services.Watches.Of(resource, new ResourceScope(services.Namespace));
        owners.Listen((before, now) =>
        {
            foreach (var pod in byOwner[(now ?? before!).Key])
            {
                changed(pod);
            }
        });
        return owners;
    }

    /// <summary>The name of the object that the pod's owner belongs to, if it is of that kind.</summary>
    private static string? Above(ObjectCache<ApiObject>? owners, Pod pod, string kind) =>
        owners?.Find(new ObjectKey(pod.Meta.Namespace, pod.Meta.Controller.Name)) is { } owner && owner.Meta.Controller.Kind == kind ? owner.Meta.Controller.Name : null;
}
