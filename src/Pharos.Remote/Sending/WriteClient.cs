using System.Globalization;
using System.Net;
using Pharos.Configuration;
using Pharos.Http;
using Pharos.Http.Aws;
using Pharos.Remote.Options;

namespace Pharos.Remote.Sending;

/// <summary>Sends requests over HTTP, as a section <c>remote_write</c> says. Safe for concurrent use.</summary>
internal sealed class WriteClient : IWriteClient, IDisposable
{
    private const int MaxErrorBytes = 1024;

    /// <summary>However long a receiver asks to be left alone, it is asked again then.</summary>
    private static readonly TimeSpan MostRetryAfter = TimeSpan.FromMinutes(10);

    private readonly Uri _url;
    private readonly string _shownUrl;
    private readonly TimeSpan _timeout;
    private readonly bool _retriesTooManyRequests;
    private readonly bool _isV2;
    private readonly KeyValuePair<string, string>[] _headers;
    private readonly AwsIdentity? _identity;
    private readonly ConfiguredClient _client;
    private readonly TimeProvider _time;

    /// <exception cref="ClientConfigurationException">A file of certificates or keys, or a proxy, cannot be used.</exception>
    public WriteClient(RemoteWriteOptions options, HttpClientServices services)
    {
        _url = new Uri(options.Url);
        _shownUrl = UrlText.WithoutPassword(options.Url);
        _timeout = options.Timeout;
        _retriesTooManyRequests = options.Queue.RetryOnTooManyRequests;
        _isV2 = options.Message == RemoteWriteOptions.Version2;
        _headers = [.. options.Headers];
        _time = services.Time;
        _identity = options.SigV4 is null ? null : new AwsIdentity(options.SigV4, services);
        try
        {
            var extras = _identity is null ? null : new ClientExtras { Credentials = new SigV4Credentials(_identity, "aps", services.Time) };
            _client = new ConfiguredClient(options.Http, services, extras);
        }
        catch
        {
            _identity?.Dispose();
            throw;
        }
    }

    public async ValueTask<WriteResult> StoreAsync(ReadOnlyMemory<byte> body, int attempt, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var request = Request(body, attempt);
        try
        {
            using var response = await _client.SendAsync(request, stop.Token);
            return await ResultAsync(response, stop.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return WriteResult.Failed($"Post \"{_shownUrl}\": context deadline exceeded");
        }
        catch (Exception error)
        {
            // The network, TLS, a token that could not be had: each may be better the next time, and each is in the log.
            return WriteResult.Failed($"Post \"{_shownUrl}\": {error.Message}");
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _identity?.Dispose();
    }

    /// <summary>What the header <c>Retry-After</c> asks for: seconds, or a time; zero if it makes no sense.</summary>
    internal static TimeSpan RetryAfter(string? text, DateTimeOffset now)
    {
        if (DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
        {
            return Bounded(Math.Truncate((until - now).TotalSeconds));
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? Bounded(seconds) : TimeSpan.Zero;
    }

    private static TimeSpan Bounded(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, -1, MostRetryAfter.TotalSeconds));

    private HttpRequestMessage Request(ReadOnlyMemory<byte> body, int attempt)
    {
        var content = new ReadOnlyMemoryContent(body);

        // As it is: Prometheus does not find a parameter that has a space before it, and takes the request for one of the first version.
        content.Headers.TryAddWithoutValidation("Content-Type", _isV2 ? "application/x-protobuf;proto=io.prometheus.write.v2.Request" : "application/x-protobuf");
        content.Headers.ContentEncoding.Add("snappy");
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = content };
        request.Headers.TryAddWithoutValidation("X-Prometheus-Remote-Write-Version", _isV2 ? "2.0.0" : "0.1.0");
        if (attempt > 0)
        {
            request.Headers.TryAddWithoutValidation("Retry-Attempt", attempt.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var (name, value) in _headers)
        {
            // Some headers are said to belong to the content.
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private async Task<WriteResult> ResultAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var samples = Number(response, "X-Prometheus-Remote-Write-Samples-Written");
        var histograms = Number(response, "X-Prometheus-Remote-Write-Histograms-Written");
        var exemplars = Number(response, "X-Prometheus-Remote-Write-Exemplars-Written");
        var written = new SampleCounts(samples ?? 0, histograms ?? 0, exemplars ?? 0);
        var isConfirmed = (samples ?? histograms ?? exemplars) is not null;
        if (response.IsSuccessStatusCode)
        {
            return new WriteResult(WriteVerdict.Accepted, "", written, isConfirmed, TimeSpan.Zero);
        }

        var error = $"server returned HTTP status {(int)response.StatusCode} {response.ReasonPhrase}: {await ErrorAsync(response, cancellation)}";
        var isRecoverable = (int)response.StatusCode / 100 == 5 || (_retriesTooManyRequests && response.StatusCode == HttpStatusCode.TooManyRequests);
        return isRecoverable
            ? new WriteResult(WriteVerdict.Recoverable, error, written, isConfirmed, RetryAfter(Header(response, "Retry-After"), _time.GetUtcNow()))
            : new WriteResult(WriteVerdict.Refused, error, written, isConfirmed, TimeSpan.Zero);
    }

    /// <summary>The beginning of what the receiver says.</summary>
    private static async Task<string> ErrorAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = new byte[MaxErrorBytes];
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            var length = await stream.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellation);
            return System.Text.Encoding.UTF8.GetString(text, 0, length);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return error.Message;
        }
    }

    /// <summary>Null if there is no such header; one that makes no sense says zero.</summary>
    private static int? Number(HttpResponseMessage response, string name) => Header(response, name) is { Length: > 0 } text
        ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Math.Max(number, 0) : 0
        : null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
