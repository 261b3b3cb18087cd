using Pharos.Http;
using Pharos.Http.Options;

namespace Pharos.Discovery.Kubernetes.Access;

/// <summary>Where the API server of a cluster is, and how it is asked.</summary>
/// <param name="Url">What paths are put behind; it does not end with a slash.</param>
/// <param name="OwnNamespace">The namespace that Pharos runs in, empty where nobody asks for it.</param>
internal sealed record ClusterAccess(string Url, HttpClientOptions Http, string OwnNamespace = "")
{
    /// <exception cref="IOException">A file that says it cannot be read or used, or it is not said at all.</exception>
    public static ClusterAccess Of(KubernetesDiscoveryOptions options, HttpClientServices services) =>
        options.KubeConfigFile.Length > 0 ? KubeConfigFile.Read(options.KubeConfigFile)
        : options.ApiServer.Length > 0 ? new ClusterAccess(Root(options.ApiServer, "http"), options.Http)
        : InClusterAccess.Read(options.ServiceAccountFolder, options.Namespaces.OwnNamespace, services);

    /// <summary>The address as it may be written, without a scheme for one.</summary>
    /// <exception cref="IOException">It is no address.</exception>
    public static string Root(string server, string scheme)
    {
        var url = server.Contains("://", StringComparison.Ordinal) ? server : $"{scheme}://{server}";
        return Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0 && parsed.Scheme is "http" or "https"
            ? url.TrimEnd('/')
            : throw new IOException($"\"{Configuration.UrlText.WithoutPassword(server)}\" is not the address of an API server");
    }
}
