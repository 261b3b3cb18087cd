using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Pharos.Discovery.Tests.Kubernetes;

namespace Pharos.Server.Tests.Kubernetes;

/// <summary>
/// A small cluster behind TLS: two nodes with node exporters, the API server's own service, a web shop in a pod and behind a service. The API
/// server stands for the kubelet of the first node, too, and answers nobody who does not have the token.
/// </summary>
internal sealed class TutorialCluster : IAsyncDisposable
{
    public const string Token = "of-a-service-account";

    private readonly X509Certificate2 _certificate;

    private TutorialCluster(X509Certificate2 certificate, ClusterServer server)
    {
        (_certificate, Server) = (certificate, server);
    }

    public ClusterServer Server { get; }

    /// <summary>Host and port, where the API server and the first node's kubelet listen.</summary>
    public string Address => new Uri(Server.Url).Authority;

    public string Authority => _certificate.ExportCertificatePem();

    public static async Task<TutorialCluster> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=cluster", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var cluster = new TutorialCluster(certificate, await ClusterServer.StartAsync(certificate));
        cluster.Fill();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _certificate.Dispose();
    }

    private void Fill()
    {
        var port = new Uri(Server.Url).Port;
        Server.On("/api/v1/nodes", Node("n1", "127.0.0.1", port, "a"), Node("n2", "127.0.0.2", 1, "b"))
            .On("/api/v1/services", Service("default", "kubernetes", "{}", 443), Service("monitoring", "node-exporter", "{}", 9100),
                Service("shop", "web", """{"prometheus.io/probe": "true"}""", 80))
            .On("/api/v1/endpoints", Endpoints("default", "kubernetes", "https", port, ("127.0.0.1", "", "")),
                Endpoints("monitoring", "node-exporter", "metrics", 9100, ("127.0.0.1", "n1", "node-exporter-1"), ("127.0.0.2", "n2", "node-exporter-2")),
                Endpoints("shop", "web", "http", 8080, ("10.1.0.5", "n1", "web-1")))
            .On("/api/v1/pods", Pod("monitoring", "node-exporter-1", "127.0.0.1", "n1", "{}", 9100), Pod("monitoring", "node-exporter-2", "127.0.0.2", "n2", "{}", 9100),
                Pod("shop", "web-1", "10.1.0.5", "n1", """{"prometheus.io/scrape": "true", "prometheus.io/path": "/internal/metrics", "prometheus.io/port": "9102"}""", 8080, 9102))
            .Always("/metrics", context => ReplyAsync(context, "kubelet_or_api_server 1\n"))
            .Always("/metrics/cadvisor", context => ReplyAsync(context, "container_cpu_usage_seconds_total 1\n"));
    }

    private static Task ReplyAsync(HttpContext context, string exposition)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/plain; version=0.0.4";
        return context.Response.WriteAsync(exposition);
    }

    private static string Node(string name, string address, int kubelet, string zone) => $$"""
        {"metadata": {"name": "{{name}}", "labels": {"kubernetes.io/hostname": "{{name}}", "topology.kubernetes.io/zone": "{{zone}}"} },
         "status": {"addresses": [{"type": "Hostname", "address": "{{name}}"}, {"type": "InternalIP", "address": "{{address}}"}], "daemonEndpoints": {"kubeletEndpoint": {"Port": {{kubelet}} } } } }
        """;

    private static string Service(string space, string name, string annotations, int port) => $$"""
        {"metadata": {"name": "{{name}}", "namespace": "{{space}}", "labels": {"app": "{{name}}"}, "annotations": {{annotations}} },
         "spec": {"type": "ClusterIP", "clusterIP": "10.96.0.1", "ports": [{"name": "p", "port": {{port}}, "protocol": "TCP"}]} }
        """;

    private static string Endpoints(string space, string name, string portName, int port, params (string Address, string Node, string Pod)[] members)
    {
        var addresses = members.Select(member => member.Pod.Length == 0
            ? $$"""{"ip": "{{member.Address}}"}"""
            : $$"""{"ip": "{{member.Address}}", "nodeName": "{{member.Node}}", "targetRef": {"kind": "Pod", "namespace": "{{space}}", "name": "{{member.Pod}}"} }""");
        return $$"""
            {"metadata": {"name": "{{name}}", "namespace": "{{space}}"},
             "subsets": [{"ports": [{"name": "{{portName}}", "port": {{port}}, "protocol": "TCP"}], "addresses": [{{string.Join(", ", addresses)}}]}]}
            """;
    }

    private static string Pod(string space, string name, string address, string node, string annotations, params int[] ports)
    {
        var containerPorts = ports.Select(static port => $$"""{"containerPort": {{port}}, "protocol": "TCP"}""");
        return $$"""
            {"metadata": {"name": "{{name}}", "namespace": "{{space}}", "labels": {"app": "{{name[..^2]}}"}, "annotations": {{annotations}} },
             "spec": {"nodeName": "{{node}}", "containers": [{"name": "main", "image": "i", "ports": [{{string.Join(", ", containerPorts)}}]}]},
             "status": {"phase": "Running", "podIP": "{{address}}", "conditions": [{"type": "Ready", "status": "True"}]} }
            """;
    }
}
