using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Pharos.Formats.Negotiation;
using Pharos.Scrape.Appending;
using Pharos.Scrape.Targets;

namespace Pharos.Scrape.Fetching;

/// <summary>Gets expositions from one target, one at a time.</summary>
internal sealed class TargetFetcher(Target target, ScrapeJob job, TimeProvider time)
{
    /// <summary>
    /// What a job without a limit takes. Targets with hundreds of megabytes do not exist; what expands to more than that is an accident or an
    /// attack, and would take the server down.
    /// </summary>
    private const long HardLimit = 512L << 20;

    private readonly TargetRequest _request = new(target, job);
    private int _lastLength;

    /// <summary>A remark on the last answer that was taken in spite of it; null for an answer in order.</summary>
    public string? Warning { get; private set; }

    /// <exception cref="ScrapeException">There is no exposition to be had.</exception>
    /// <exception cref="OperationCanceledException">The loop was told to stop.</exception>
    public async Task<FetchedBody> FetchAsync(HttpMessageInvoker client, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(target.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            using var request = _request.Create();
            using var response = await client.SendAsync(request, either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new ScrapeException(ScrapeFailure.Request, $"server returned HTTP status {(int)response.StatusCode} {response.ReasonPhrase}");
            }

            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new ScrapeException(ScrapeFailure.Request, $"Get \"{target.Url}\": context deadline exceeded");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException or SocketException)
        {
            throw new ScrapeException(ScrapeFailure.Request, $"Get \"{target.Url}\": {Innermost(error)}", error);
        }
    }

    private async Task<FetchedBody> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var media = ResponseMedia.Choose(
            response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type) ? type.ToString() : null, job.Options.FallbackProtocol);
        Warning = media.Message;
        var body = new FetchedBody(_lastLength + _lastLength / 16);
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellation);
            var isZipped = response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encoding) && encoding.ToString() == "gzip";
            await using var plain = isZipped ? new GZipStream(stream, CompressionMode.Decompress) : stream;
            await ReadAllAsync(plain, body, cancellation);
            body.Media = media.Media ?? throw new ScrapeException(ScrapeFailure.ContentType, media.Message!);
            _lastLength = body.Length > 0 ? body.Length : _lastLength;
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private async Task ReadAllAsync(Stream stream, FetchedBody body, CancellationToken cancellation)
    {
        var limit = job.Options.Limits.BodySize > 0 ? Math.Min(job.Options.Limits.BodySize, HardLimit) : HardLimit;
        while (true)
        {
            var read = await stream.ReadAsync(body.Free(), cancellation);
            if (read == 0)
            {
                return;
            }

            body.Advance(read);
            if (body.Length >= limit)
            {
                throw new ScrapeException(ScrapeFailure.BodySize, "body size limit exceeded");
            }
        }
    }

    private static string Innermost(Exception error)
    {
        // The outer messages say little: that a request could not be sent, see the inner one.
        while (error.InnerException is { } inner && inner is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            error = inner;
        }

        return error is SocketException socket ? Words(socket) : error.Message;
    }

    private static string Words(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connect: connection refused",
        SocketError.HostNotFound => "no such host",
        SocketError.NetworkUnreachable => "connect: network is unreachable",
        SocketError.HostUnreachable => "connect: no route to host",
        SocketError.TimedOut => "connect: connection timed out",
        _ => error.Message,
    };
}
