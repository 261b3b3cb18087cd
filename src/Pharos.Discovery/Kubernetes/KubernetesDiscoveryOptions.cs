using Pharos.Configuration;
using Pharos.Discovery.Kubernetes.Access;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Http.Options;

namespace Pharos.Discovery.Kubernetes;

/// <summary>An entry of <c>kubernetes_sd_configs</c>: objects of one role in a Kubernetes cluster.</summary>
/// <remarks>
/// The cluster is that of <see cref="ApiServer"/>, asked as <see cref="Http"/> says; or that of <see cref="KubeConfigFile"/>; or, if neither is
/// given, the one that Pharos itself runs in.
/// </remarks>
public sealed class KubernetesDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "kubernetes";

    public string ApiServer { get; set; } = "";

    /// <summary>Null if the file does not say one, which it must.</summary>
    public KubernetesRole? Role { get; set; }

    public string KubeConfigFile { get; set; } = "";

    public NamespacesOptions Namespaces { get; set; } = new();

    /// <summary>What the API server is to leave out, each for the objects of one kind.</summary>
    public IReadOnlyList<SelectorOptions> Selectors { get; set; } = [];

    public AttachMetadataOptions AttachMetadata { get; set; } = new();

    public HttpClientOptions Http { get; } = new();

    /// <summary>Where a pod finds what its service account may use.</summary>
    internal string ServiceAccountFolder { get; set; } = InClusterAccess.ServiceAccountFolder;

    /// <summary>Numbers below one by which waits are prolonged, so that many programs do not come back at the same time.</summary>
    internal Func<double> Jitter { get; set; } = Random.Shared.NextDouble;

    public void Describe(Fields fields)
    {
        ApiServer = fields.Value("api_server", Kinds.AbsoluteUrl, ApiServer);
        Role = fields.Value("role", KubernetesRoles.Kind, Role);
        KubeConfigFile = fields.File("kubeconfig_file", KubeConfigFile);
        Http.Describe(fields);
        Namespaces = fields.Part("namespaces", Namespaces);
        Selectors = fields.Sections("selectors", Selectors);
        AttachMetadata = fields.Part("attach_metadata", AttachMetadata);

        fields.Check(Role is not null, "role", $"role missing (one of: {string.Join(", ", KubernetesRoles.Words)})");
        fields.Check(ApiServer.Length == 0 || KubeConfigFile.Length == 0, "kubeconfig_file", "cannot use 'kubeconfig_file' and 'api_server' simultaneously");
        fields.Check(KubeConfigFile.Length == 0 || Http.IsDefault, "kubeconfig_file", "cannot use a custom HTTP client configuration together with 'kubeconfig_file'");
        fields.Check(
            ApiServer.Length > 0 || KubeConfigFile.Length > 0 || Http.IsDefault,
            "api_server",
            "to use custom HTTP client configuration please provide the 'api_server' URL explicitly");
        fields.Check(ApiServer.Length == 0 || !Namespaces.OwnNamespace, "namespaces", "cannot use 'api_server' and 'namespaces.own_namespace' simultaneously");
        fields.Check(KubeConfigFile.Length == 0 || !Namespaces.OwnNamespace, "namespaces", "cannot use 'kubeconfig_file' and 'namespaces.own_namespace' simultaneously");
        CheckSelectors(fields);
    }

    public IDiscoverer Create(DiscoveryServices services) => new KubernetesDiscoverer(this, services);

    private void CheckSelectors(Fields fields)
    {
        if (Role is not { } role)
        {
            return;
        }

        var allowed = role.Selectable();
        var seen = new HashSet<KubernetesRole?>();
        foreach (var selector in Selectors)
        {
            fields.Check(seen.Add(selector.Role), "selectors", $"duplicated selector role: {(selector.Role is { } twice ? twice.Word() : "none")}");
            fields.Check(
                selector.Role is { } one && allowed.Contains(one),
                "selectors",
                $"{role.Word()} role supports only {string.Join(", ", allowed.Select(static other => other.Word()))} selectors");
        }
    }
}
