using Pharos.Discovery.Kubernetes;

namespace Pharos.Discovery.Tests.Kubernetes;

/// <summary>A cluster with an API server, and a program that discovers in it, whose clock the test moves.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private Cluster(ClusterServer server)
    {
        Server = server;
    }

    public ClusterServer Server { get; }

    public DiscoveryFixture Program { get; } = new();

    public static async Task<Cluster> StartAsync() => new(await ClusterServer.StartAsync());

    /// <param name="yaml">The section but for the server's address.</param>
    public RunningMechanism Run(string yaml)
    {
        var options = Options.Read<KubernetesDiscoveryOptions>($"api_server: {Server.Url}\n{yaml}");
        options.Jitter = static () => 0;
        return new RunningMechanism(options.Create(Program.Services));
    }

    /// <summary>The first targets that are found, without the prefix that all labels have.</summary>
    public async Task<string[]> DiscoverAsync(string yaml)
    {
        await using var running = Run(yaml);
        return await NextAsync(running);
    }

    /// <summary>The targets of the next update, with their labels in short.</summary>
    public async Task<string[]> NextAsync(RunningMechanism running)
    {
        try
        {
            return Options.Short("__meta_kubernetes_", await running.Targets.NextTargetsAsync());
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException(string.Join('\n', [.. Program.Log.Lines, .. Server.Lines]), error);
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
