using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Http;
using Pharos.Http.Options;

namespace Pharos.Discovery.Kubernetes.Access;

/// <summary>The cluster that Pharos runs in, as the service account of its pod.</summary>
internal static class InClusterAccess
{
    public const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <exception cref="IOException">Pharos is in no cluster.</exception>
    public static ClusterAccess Read(string folder, bool wantsNamespace, HttpClientServices services)
    {
        var host = services.Variable("KUBERNETES_SERVICE_HOST") ?? "";
        var port = services.Variable("KUBERNETES_SERVICE_PORT") ?? "";
        if (host.Length == 0 || port.Length == 0)
        {
            throw new IOException("neither api_server nor kubeconfig_file is configured, and Pharos does not run in a cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set");
        }

        // The token is replaced every hour or so: it is read from its file for each request.
        var token = Path.Combine(folder, "token");
        using (File.OpenRead(token))
        {
            services.Log.Info("Using pod service account via in-cluster config");
        }

        var authorities = Path.Combine(folder, "ca.crt");
        var http = new HttpClientOptions
        {
            Authorization = new AuthorizationOptions { CredentialsFile = token },
            Tls = new TlsOptions { CaFile = File.Exists(authorities) ? authorities : "" },
        };
        return new ClusterAccess(ClusterAccess.Root(HostPort.Join(host, port), "https"), http, wantsNamespace ? Namespace(Path.Combine(folder, "namespace")) : "");
    }

    private static string Namespace(string file) =>
        File.ReadAllText(file).Trim() is { Length: > 0 } name ? name : throw new IOException($"could not read own namespace name: {file} is empty");
}
