namespace Pharos.Discovery.Kubernetes.Api;

/// <summary>Which objects of a kind are wanted.</summary>
/// <param name="Namespace">Empty for all, and for kinds that belong to the cluster.</param>
internal sealed record ResourceScope(string Namespace, string LabelSelector = "", string FieldSelector = "");
