namespace Pharos.Discovery.Kubernetes.Objects;

/// <summary>What tells objects of a kind apart.</summary>
/// <param name="Namespace">Empty for kinds that belong to the cluster.</param>
internal readonly record struct ObjectKey(string Namespace, string Name);
