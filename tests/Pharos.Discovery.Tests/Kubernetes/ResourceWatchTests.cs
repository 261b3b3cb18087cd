using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Watching;
using Pharos.Testing.Waiting;

namespace Pharos.Discovery.Tests.Kubernetes;

/// <summary>How lists and watches follow one another, and what failures do.</summary>
public sealed class ResourceWatchTests
{
    private const string Services = "/api/v1/services";

    [Fact]
    public async Task Watch_Events_ChangeTargets()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, Service("a", 1), Service("b", 2));
        await using var running = cluster.Run("role: service");
        Assert.Equal(["a.n.svc:1", "b.n.svc:2"], await NextAsync(cluster, running));
        var watch = await cluster.Server.WatchAsync(Services);

        await watch.SendAsync("ADDED", Service("c", 3));
        Assert.Equal(["c.n.svc:3"], await NextAsync(cluster, running));
        await watch.SendAsync("MODIFIED", Service("a", 10));
        Assert.Equal(["a.n.svc:10"], await NextAsync(cluster, running));
        await watch.SendAsync("DELETED", Service("b", 2));
        Assert.Equal(["gone svc/n/b"], await NextAsync(cluster, running));

        Assert.Equal(
            ["GET /api/v1/services?limit=500&resourceVersion=0", "GET /api/v1/services?watch=true&allowWatchBookmarks=true&resourceVersion=100&timeoutSeconds=300"],
            cluster.Server.Lines);
        Assert.Equal(3, cluster.Program.Metric("prometheus_sd_kubernetes_events_total{event=\"add\", role=\"service\"}"));
        Assert.Equal(1, cluster.Program.Metric("prometheus_sd_kubernetes_events_total{event=\"update\", role=\"service\"}"));
        Assert.Equal(1, cluster.Program.Metric("prometheus_sd_kubernetes_events_total{event=\"delete\", role=\"service\"}"));
        Assert.Equal(0, cluster.Program.Metric("prometheus_sd_kubernetes_failures_total"));
        Assert.Equal(2, cluster.Program.Metric("prometheus_sd_kubernetes_http_request_total{status_code=\"200\"}"));
        Assert.Equal(2, cluster.Program.Metric("prometheus_sd_kubernetes_http_request_duration_seconds{endpoint=\"/api/v1/services\"}"));
        Assert.Equal(5, cluster.Program.Metric("prometheus_sd_kubernetes_workqueue_items_total{queue_name=\"service\"}"));
        Assert.Equal(5, cluster.Program.Metric("prometheus_sd_kubernetes_workqueue_latency_seconds{queue_name=\"service\"}"));
        Assert.Equal(0, cluster.Program.Metric("prometheus_sd_kubernetes_workqueue_depth{queue_name=\"service\"}"));
    }

    [Fact]
    public async Task Watch_EventsOfWhatIsNotShown_GiveNothingNew()
    {
        await using var watched = await WatchedAsync(Service("a", 1));
        var (cluster, running, watch) = watched;

        await watch.SendAsync("MODIFIED", Service("a", 1, version: 101));
        await watch.SendAsync("SOMETHING", "{}");
        await watch.SendRawAsync("\r\n\n");
        await watch.SendAsync("ADDED", Service("b", 2));

        Assert.Equal(["b.n.svc:2"], await NextAsync(cluster, running));
        Assert.Equal(1, cluster.Program.Metric("prometheus_sd_kubernetes_events_total{event=\"update\", role=\"service\"}"));
    }

    [Fact]
    public async Task List_Empty_IsAnAnswer()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services);
        await using var running = cluster.Run("role: service");

        Assert.Empty(await running.Targets.NextAsync());
    }

    [Fact]
    public async Task List_InPages_IsReadWhole()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, [.. Enumerable.Range(0, 7).Select(static i => Service($"s{i}", i))]).PageSize = 3;
        await using var running = cluster.Run("role: service");

        Assert.Equal(7, (await running.Targets.NextAsync()).Count);
        Assert.Equal(
            ["GET /api/v1/services?limit=500&resourceVersion=0", "GET /api/v1/services?limit=500&continue=3", "GET /api/v1/services?limit=500&continue=6"],
            cluster.Server.Lines.Take(3));
    }

    [Fact]
    public async Task List_PageIsGone_BeginsAnewWithTheNewest()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, Service("a", 1), Service("b", 2)).PageSize = 1;
        cluster.Server.Next(Services, static context => context.Response.WriteAsync("""{"metadata": {"resourceVersion": "9", "continue": "x"}, "items": []}"""))
            .NextFails(Services, 410, "Expired", "The provided continue parameter is too old");
        await using var running = cluster.Run("role: service");
        await AdvanceAsync(cluster, Backoff.First);

        Assert.Equal(["a.n.svc:1", "b.n.svc:2"], await NextAsync(cluster, running));
        Assert.Equal("GET /api/v1/services?limit=500", cluster.Server.Lines.ElementAt(2));
        Assert.Contains(cluster.Program.Log.Lines, static line => line.Contains("410 Gone: The provided continue parameter is too old", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(401, "Unauthorized", "Unauthorized")]
    [InlineData(403, "Forbidden", "services is forbidden: User \\\"u\\\" cannot list resource")]
    [InlineData(500, "InternalError", "etcd is away")]
    public async Task List_Refused_IsLoggedCountedAndTriedAgain(int status, string reason, string message)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, Service("a", 1)).NextFails(Services, status, reason, message).NextFails(Services, status, reason, message);
        await using var running = cluster.Run("role: service");
        await AdvanceAsync(cluster, Backoff.First);
        Assert.Equal(0, running.Targets.Count);
        await AdvanceAsync(cluster, Backoff.First * 2);

        Assert.Equal(["a.n.svc:1"], await NextAsync(cluster, running));
        Assert.Equal(2, cluster.Program.Metric("prometheus_sd_kubernetes_failures_total"));
        Assert.Equal(2, cluster.Program.Metric($"prometheus_sd_kubernetes_http_request_total{{status_code=\"{status}\"}}"));
        var line = Assert.Single(cluster.Program.Log.Lines, static line => line.Contains("retry_in=00:00:00.8", StringComparison.Ordinal));
        Assert.StartsWith("Error: Failed to list resource=services namespace= err=services: " + status, line, StringComparison.Ordinal);
        Assert.Contains(message.Replace("\\", "", StringComparison.Ordinal), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_TooManyRequests_WaitsAsLongAsTheServerWants()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, Service("a", 1)).Next(Services, static context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "17";
            return context.Response.WriteAsync("a proxy's own words");
        });
        await using var running = cluster.Run("role: service");
        await AdvanceAsync(cluster, TimeSpan.FromSeconds(17));

        Assert.Equal(["a.n.svc:1"], await NextAsync(cluster, running));
    }

    [Theory]
    [InlineData("no json", "services: 'no json' is an invalid JSON literal")]
    [InlineData("[]", "services: expected a list of objects")]
    [InlineData("""{"items": 7}""", "services: expected items")]
    [InlineData("""{"items": [7]}""", "services: an object has no name")]
    [InlineData("""{"items": [{"metadata": {"name": "\ud800"}}]}""", "services: Cannot")]
    [InlineData("""{"items": [{"metadata": {"name": "a"}}""", "the list breaks off")]
    [InlineData("", "the list breaks off")]
    public async Task List_WithoutSense_IsAFailure(string body, string complaint)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, Service("a", 1)).Next(Services, context => context.Response.WriteAsync(body));
        await using var running = cluster.Run("role: service");
        await AdvanceAsync(cluster, Backoff.First);

        Assert.Equal(["a.n.svc:1"], await NextAsync(cluster, running));
        Assert.Contains(complaint, cluster.Program.Log.Lines.First(static line => line.StartsWith("Error", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ServerDoesNotAnswer_IsGivenUpAndTriedAgain()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, Service("a", 1)).Next(Services, static context => context.RequestAborted.UntilCancelledAsync());
        await using var running = cluster.Run("role: service");
        await cluster.Server.UntilAsync(1);
        await AdvanceAsync(cluster, ClusterApi.Patience);
        await AdvanceAsync(cluster, Backoff.First);

        Assert.Equal(["a.n.svc:1"], await NextAsync(cluster, running));
        Assert.Equal(1, cluster.Program.Metric("prometheus_sd_kubernetes_http_request_total{status_code=\"<error>\"}"));
        Assert.Contains(cluster.Program.Log.Lines, static line => line.Contains("services: no answer within 00:01:15", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_ServerFallsSilent_IsGivenUpAndTriedAgain()
    {
        await using var cluster = await Cluster.StartAsync();
        var mayBegin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Server.On(Services, Service("a", 1)).Next(Services, async context =>
        {
            await mayBegin.Task;
            await context.Response.WriteAsync("""{"items": [""");
            await context.Response.Body.FlushAsync();
            await context.RequestAborted.UntilCancelledAsync();
        });
        await using var running = cluster.Run("role: service");
        await cluster.Server.UntilAsync(1);

        // So that the wait for the answer's beginning, and those within it, end at different times.
        cluster.Program.Time.Advance(TimeSpan.FromSeconds(1));
        mayBegin.SetResult();
        var isSilent = cluster.Program.Log.UntilAsync("fell silent");
        while (!isSilent.IsCompleted)
        {
            // How many waits within the answer there are depends on how it is cut.
            await Task.WhenAny(cluster.Program.Time.UntilTimerAsync(ClusterApi.Patience), isSilent);
            cluster.Program.Time.Advance(isSilent.IsCompleted ? TimeSpan.Zero : ClusterApi.Patience);
        }

        await AdvanceAsync(cluster, Backoff.First);
        Assert.Equal(["a.n.svc:1"], await NextAsync(cluster, running));
    }

    [Fact]
    public async Task List_ServerIsSlow_IsWaitedForAsLongAsSomethingComes()
    {
        await using var cluster = await Cluster.StartAsync();
        var pieces = Channel.CreateUnbounded<string>();
        cluster.Server.On(Services).Next(Services, async context =>
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(piece);
                await context.Response.Body.FlushAsync();
            }
        });
        await using var running = cluster.Run("role: service");
        foreach (var piece in (string[])["{\"items\": [", Service("a", 1), ",", Service("b", 2), "]", "}"])
        {
            await AdvanceAsync(cluster, ClusterApi.Patience, ClusterApi.Patience - TimeSpan.FromSeconds(1));
            pieces.Writer.TryWrite(piece);
        }

        pieces.Writer.Complete();
        Assert.Equal(["a.n.svc:1", "b.n.svc:2"], await NextAsync(cluster, running));
        Assert.Equal(0, cluster.Program.Metric("prometheus_sd_kubernetes_failures_total"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"items\": [")]
    public async Task List_ConnectionBreaks_IsTriedAgain(string begin)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, Service("a", 1)).Next(Services, async context =>
        {
            if (begin.Length > 0)
            {
                await context.Response.WriteAsync(begin);
                await context.Response.Body.FlushAsync();
            }

            context.Abort();
        });
        await using var running = cluster.Run("role: service");
        await AdvanceAsync(cluster, Backoff.First);

        Assert.Equal(["a.n.svc:1"], await NextAsync(cluster, running));
        Assert.Equal(1, cluster.Program.Metric("prometheus_sd_kubernetes_failures_total"));
    }

    [Fact]
    public async Task Watch_Ends_GoesOnBehindTheLastEvent()
    {
        await using var watched = await WatchedAsync(Service("a", 1));
        var (cluster, running, watch) = watched;
        await watch.SendAsync("ADDED", Service("b", 2, version: 150));
        await running.Targets.NextAsync();
        cluster.Program.Time.Advance(TimeSpan.FromMinutes(5));
        watch.End();

        var next = await cluster.Server.WatchAsync(Services);
        Assert.Contains("resourceVersion=150", next.Query, StringComparison.Ordinal);
        await next.SendAsync("ADDED", Service("c", 3, version: 160));
        await running.Targets.NextAsync();
        await next.SendAsync("BOOKMARK", """{"kind": "Service", "metadata": {"resourceVersion": "170"}}""");
        cluster.Program.Time.Advance(TimeSpan.FromMinutes(5));
        next.End();

        Assert.Contains("resourceVersion=170", (await cluster.Server.WatchAsync(Services)).Query, StringComparison.Ordinal);
        Assert.Equal(0, cluster.Program.Metric("prometheus_sd_kubernetes_failures_total"));
        Assert.Equal(0, running.Targets.Count);
    }

    [Fact]
    public async Task Watch_BreaksOffWithinALine_TakesTheLineForNone()
    {
        await using var watched = await WatchedAsync(Service("a", 1));
        var (cluster, running, watch) = watched;
        await watch.SendAsync("ADDED", Service("b", 2, version: 150));
        await running.Targets.NextAsync();
        await watch.SendRawAsync("""{"type": "DELETED", "object": {"metadata": {"name": "b", "namespace": "n", "resourceVersion": "151"}}}""");
        cluster.Program.Time.Advance(TimeSpan.FromSeconds(2));
        watch.Abort();

        var next = await cluster.Server.WatchAsync(Services);
        Assert.Contains("resourceVersion=150", next.Query, StringComparison.Ordinal);
        Assert.Equal(0, running.Targets.Count);
        await next.SendAsync("DELETED", Service("b", 2, version: 151));
        Assert.Equal(["gone svc/n/b"], await NextAsync(cluster, running));
    }

    [Fact]
    public async Task Watch_EndsAtOnce_IsNotBegunAgainAtOnce()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, Service("a", 1));
        await using var running = cluster.Run("role: service");
        (await cluster.Server.WatchAsync(Services)).End();
        await AdvanceAsync(cluster, Backoff.First);
        (await cluster.Server.WatchAsync(Services)).End();
        await AdvanceAsync(cluster, Backoff.First * 2);

        await cluster.Server.WatchAsync(Services);
        Assert.Equal(4, cluster.Server.Requests.Count);
    }

    [Theory]
    [InlineData("""{"type": "ERROR", "object": {"kind": "Status", "code": 410, "reason": "Expired", "message": "too old resource version: 100 (200)"}}""")]
    [InlineData("""{"object": {"reason": "Gone"}, "type": "ERROR"}""")]
    public async Task Watch_VersionIsGone_ListsAnewAndTellsOnlyWhatDiffers(string error)
    {
        await using var watched = await WatchedAsync(Service("a", 1), Service("b", 2));
        var (cluster, running, watch) = watched;
        cluster.Server.On(Services, Service("a", 1, version: 190), Service("c", 3)).Version = "200";
        await watch.SendRawAsync(error + "\n");
        await AdvanceAsync(cluster, Backoff.First);

        Assert.Equal(["c.n.svc:3", "gone svc/n/b"], await NextAsync(cluster, running));
        Assert.Contains("GET /api/v1/services?resourceVersion=100", cluster.Server.Lines);
        Assert.Contains("resourceVersion=200", (await cluster.Server.WatchAsync(Services)).Query, StringComparison.Ordinal);
        Assert.Equal(0, cluster.Program.Metric("prometheus_sd_kubernetes_failures_total"));
    }

    [Fact]
    public async Task Watch_RefusedAsGone_ListsAnew()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, Service("a", 1));
        await using var running = cluster.Run("role: service");
        var watch = await cluster.Server.WatchAsync(Services);
        cluster.Server.NextFails(Services, 410, "Expired", "too old").NextFails(Services, 504, "Timeout", "Too large resource version: 100, current: 7");
        watch.End();
        await AdvanceAsync(cluster, Backoff.First);
        await AdvanceAsync(cluster, Backoff.First * 2);
        await AdvanceAsync(cluster, Backoff.First * 4);
        await cluster.Server.WatchAsync(Services);

        Assert.Equal(
            ["GET /api/v1/services?resourceVersion=100", "GET /api/v1/services?limit=500"],
            cluster.Server.Lines.Where(static line => !line.Contains("watch", StringComparison.Ordinal)).Skip(1));
    }

    [Fact]
    public async Task Watch_Refused_IsTriedAgainAndKeepsTargets()
    {
        await using var watched = await WatchedAsync(Service("a", 1));
        var (cluster, running, watch) = watched;
        cluster.Server.NextFails(Services, 403, "Forbidden", "cannot watch");
        watch.End();
        await AdvanceAsync(cluster, Backoff.First);
        await AdvanceAsync(cluster, Backoff.First * 2);

        Assert.Contains("resourceVersion=100", (await cluster.Server.WatchAsync(Services)).Query, StringComparison.Ordinal);
        Assert.Equal(0, running.Targets.Count);
        Assert.Equal(1, cluster.Program.Metric("prometheus_sd_kubernetes_failures_total"));
        Assert.Contains(cluster.Program.Log.Lines, static line => line.Contains("Failed to watch resource=services namespace= err=services: 403 Forbidden: cannot watch", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"type": "ADDED"}""")]
    [InlineData("""{"type": "ADDED", "object": {"metadata": {}}}""")]
    [InlineData("""{"type": "ADDED", "object": 1}""")]
    public async Task Watch_LineWithoutSense_ListsAnew(string line)
    {
        await using var watched = await WatchedAsync(Service("a", 1));
        var (cluster, running, watch) = watched;
        cluster.Server.On(Services, Service("a", 1), Service("b", 2));
        await watch.SendRawAsync(line + "\n");
        await AdvanceAsync(cluster, Backoff.First);

        Assert.Equal(["b.n.svc:2"], await NextAsync(cluster, running));
        Assert.Equal(1, cluster.Program.Metric("prometheus_sd_kubernetes_failures_total"));
    }

    [Fact]
    public async Task Watch_ServerDoesNotKeepToTheTime_IsBegunAnew()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, Service("a", 1));
        await using var running = cluster.Run("role: service");
        await cluster.Server.WatchAsync(Services);
        await AdvanceAsync(cluster, TimeSpan.FromMinutes(5) + ClusterApi.Grace);

        await cluster.Server.WatchAsync(Services);
        Assert.Equal(0, cluster.Program.Metric("prometheus_sd_kubernetes_failures_total"));
    }

    [Fact]
    public async Task Namespaces_AreWatchedEachByItself()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On("/api/v1/namespaces/x/services", Service("a", 1, "x")).On("/api/v1/namespaces/y y/services", Service("b", 2, "y y"));
        await using var running = cluster.Run("role: service\nnamespaces: {names: [x, 'y y', x, forbidden]}");

        var targets = (await running.Targets.NextAsync()).Concat(await running.Targets.NextAsync()).Select(static group => group.Source).Order();
        Assert.Equal(["svc/x/a", "svc/y y/b"], targets);
        await cluster.Program.Log.UntilAsync("namespace=forbidden err=services: 404");
    }

    [Fact]
    public async Task Selectors_ArePassedOnToTheServer()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On("/api/v1/pods").On("/api/v1/services").On("/api/v1/endpoints");
        await using var running = cluster.Run(
            "role: endpoints\nselectors: [{role: pod, label: 'a in (b, c)', field: 'spec.nodeName=n1'}, {role: service, label: '!x'}]");
        await running.Targets.NextAsync();
        var watch = await cluster.Server.WatchAsync("/api/v1/pods");

        Assert.StartsWith("?labelSelector=a in (b, c)&fieldSelector=spec.nodeName=n1&watch=true", watch.Query, StringComparison.Ordinal);
        Assert.Contains("GET /api/v1/pods?labelSelector=a in (b, c)&fieldSelector=spec.nodeName=n1&limit=500&resourceVersion=0", cluster.Server.Lines);
        Assert.Contains("GET /api/v1/services?labelSelector=!x&limit=500&resourceVersion=0", cluster.Server.Lines);
        Assert.Contains("GET /api/v1/endpoints?limit=500&resourceVersion=0", cluster.Server.Lines);
    }

    private static string Service(string name, int port, string space = "n", int version = 1) => $$"""
        {"metadata": {"name": "{{name}}", "namespace": "{{space}}", "resourceVersion": "{{version}}"}, "spec": {"ports": [{"port": {{port}} }] } }
        """;

    /// <summary>Has these services listed, and takes the targets of the list.</summary>
    private static async Task<WatchedCluster> WatchedAsync(params string[] services)
    {
        var cluster = await Cluster.StartAsync();
        cluster.Server.On(Services, services);
        var running = cluster.Run("role: service");
        await running.Targets.NextAsync();
        return new WatchedCluster(cluster, running, await cluster.Server.WatchAsync(Services));
    }

    /// <summary>Until somebody waits for that long, and then all of it.</summary>
    private static Task AdvanceAsync(Cluster cluster, TimeSpan by) => AdvanceAsync(cluster, by, by);

    private static async Task AdvanceAsync(Cluster cluster, TimeSpan awaited, TimeSpan by)
    {
        await cluster.Program.Time.UntilTimerAsync(awaited);
        cluster.Program.Time.Advance(by);
    }

    /// <summary>The addresses of the next targets.</summary>
    private static async Task<string[]> NextAsync(Cluster cluster, RunningMechanism running) =>
        [.. (await cluster.NextAsync(running)).Select(static target => target.StartsWith('{') ? target[2..target.IndexOf('"', 2)] : target).Order(StringComparer.Ordinal)];

    /// <summary>A cluster, who discovers in it, and the first watch after the list.</summary>
    private sealed record WatchedCluster(Cluster Cluster, RunningMechanism Running, ServerWatch Watch) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Running.DisposeAsync();
            await Cluster.DisposeAsync();
        }
    }
}
