using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Kubernetes.Access;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Http;

namespace Pharos.Discovery.Kubernetes.Api;

/// <summary>Lists and watches objects of a cluster. Thread-safe; connections close when it is disposed.</summary>
internal sealed class ClusterApi : IDisposable
{
    /// <summary>Objects in a page of a list, where the server makes pages.</summary>
    private const int PageSize = 500;

    /// <summary>A server refuses objects of more than 3 MiB unless it is told otherwise.</summary>
    private const int MostObjectBytes = 32 << 20;

    private const int MostErrorBytes = 1 << 20;

    /// <summary>How long the server may need to begin with an answer, and may be silent within a list. It gives up by itself after a minute.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    /// <summary>How long after the end of a watch that was asked for it is still waited for.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");

    private readonly ConfiguredClient _client;
    private readonly KubernetesMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly TextPool _texts = new();
    private readonly string _url;

    /// <exception cref="ClientConfigurationException">A file of the configuration cannot be used.</exception>
    public ClusterApi(ClusterAccess access, DiscoveryServices services, KubernetesMetrics metrics)
    {
        (_url, _metrics, _time) = (access.Url, metrics, services.Time);
        _client = new ConfiguredClient(access.Http, services.Http, ClientExtras.None with { Decompresses = true });
    }

    /// <summary>Reads all objects there are, page by page.</summary>
    /// <param name="version">
    /// At least how new the list has to be. With "0" any will do, which the server has in memory; if it is empty, it must be the newest.
    /// </param>
    /// <param name="found">Called for each object, in no order.</param>
    /// <returns>The version of the list, from which a watch can go on.</returns>
    /// <exception cref="ClusterApiException">The server refuses, or sends what makes no sense.</exception>
    /// <exception cref="HttpRequestException">There is no answer, or it breaks off.</exception>
    public async Task<string> ListAsync<T>(ApiResource<T> resource, ResourceScope scope, string version, Action<T> found, CancellationToken cancel)
        where T : ApiObject
    {
        var next = "";
        while (true)
        {
            var query = Query(resource, scope);

            // With a limit a version would mean exactly this one, of which the server may know nothing any more.
            query = version is "" or "0" || next.Length > 0 ? query.Add("limit", PageSize) : query;
            query = next.Length > 0 ? query.Add("continue", next) : query.Add("resourceVersion", version);
            using var response = await SendAsync(query.ToString(), resource, "List", cancel);
            await using var stream = await response.Content.ReadAsStreamAsync(cancel);
            using var body = new PartialReader(stream, MostObjectBytes, Patience, _time, cancel);
            var reader = new ListReader<T>(body, resource.Read, _texts, found);
            try
            {
                await reader.ReadAsync();
            }
            catch (Exception error) when (IsMalformed(error))
            {
                throw Malformed(resource.Name, error);
            }

            if (reader.Continue.Length == 0)
            {
                return reader.ResourceVersion;
            }

            next = reader.Continue;
        }
    }

    /// <summary>Tells of changes behind a version, for as long as the connection holds and no longer than the given time.</summary>
    /// <exception cref="ClusterApiException">The server refuses or ends it by an error, or sends what makes no sense.</exception>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        ApiResource<T> resource, ResourceScope scope, string version, TimeSpan duration, [EnumeratorCancellation] CancellationToken cancel)
        where T : ApiObject
    {
        var query = Query(resource, scope).Add("watch", "true").Add("allowWatchBookmarks", "true").Add("resourceVersion", version)
            .Add("timeoutSeconds", (long)duration.TotalSeconds);
        using var response = await SendAsync(query.ToString(), resource, "", cancel);
        using var limit = new CancellationTokenSource(duration + Grace, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var body = new PartialReader(stream, MostObjectBytes, Timeout.InfiniteTimeSpan, _time, either.Token);
        var reader = new WatchReader<T>(body, resource.Read, _texts);
        while (await NextAsync() is { } next)
        {
            yield return next;
        }

        async Task<WatchEvent<T>?> NextAsync()
        {
            try
            {
                return await reader.NextAsync();
            }
            catch (Exception error) when (IsMalformed(error))
            {
                throw Malformed(resource.Name, error);
            }
            catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                // Connections break: servers are restarted, balancers lose patience. And one whose server has not kept to the time may be dead.
                return null;
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private UrlQuery Query<T>(ApiResource<T> resource, ResourceScope scope)
        where T : ApiObject =>
        new UrlQuery(_url + resource.Path(scope.Namespace)).Add("labelSelector", scope.LabelSelector).Add("fieldSelector", scope.FieldSelector);

    private async Task<HttpResponseMessage> SendAsync<T>(string url, ApiResource<T> resource, string listSuffix, CancellationToken cancel)
        where T : ApiObject
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (resource.IsMetaOnly)
        {
            // Servers that do not know it take the other.
            request.Headers.TryAddWithoutValidation("Accept", $"application/json;as=PartialObjectMetadata{listSuffix};g=meta.k8s.io;v=v1,application/json");
        }
        else
        {
            request.Headers.Accept.Add(Json);
        }

        var path = request.RequestUri!.AbsolutePath;
        var start = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, either.Token);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            _metrics.Unanswered(path, _time.GetElapsedTime(start));
            throw new HttpRequestException($"{resource.Name}: no answer within {Patience}", error);
        }
        catch (HttpRequestException)
        {
            _metrics.Unanswered(path, _time.GetElapsedTime(start));
            throw;
        }

        _metrics.Answered(path, _time.GetElapsedTime(start), response.StatusCode);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw (await ReadStatusAsync(response, either.Token)).ToException(resource.Name, response.StatusCode, RetryAfter(response));
        }
    }

    private static async Task<StatusBody> ReadStatusAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return StatusBody.Read(await ResponseBody.ReadAsync(response, MostErrorBytes, cancel));
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && cancel.IsCancellationRequested))
        {
            // The status is there already, and says the most.
            return default;
        }
    }

    private TimeSpan RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _time.GetUtcNow() => date - _time.GetUtcNow(),
        _ => TimeSpan.Zero,
    };

    /// <summary>Whether what the server sent has no sense. The latter is what a text with bytes or escapes that are no characters gives.</summary>
    private static bool IsMalformed(Exception error) => error is JsonException or InvalidOperationException;

    private static ClusterApiException Malformed(string resource, Exception error) => new($"{resource}: {error.Message}", cause: error);
}
