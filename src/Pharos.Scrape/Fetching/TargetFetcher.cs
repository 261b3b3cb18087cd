using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Net;
using Pharos.Configuration;
using Pharos.Formats.Negotiation;
using Pharos.Http;
using Pharos.Scrape.Appending;
using Pharos.Scrape.Targets;

namespace Pharos.Scrape.Fetching;

/// <summary>Gets expositions from one target, one at a time.</summary>
/// <param name="mostBytes">What a job without a limit takes of a body.</param>
[SuppressMessage("Design", "CA1031", Justification = "Whatever a target makes the client throw is a failure of this scrape, not of the loop.")]
internal sealed class TargetFetcher(Target target, ScrapeJob job, TimeProvider time, long mostBytes)
{
    private readonly TargetRequest _request = new(target, job);
    private readonly string _url = UrlText.WithoutPassword(target.Url);
    private int _lastLength;

    /// <summary>A remark on the last answer that was taken in spite of it; null for an answer in order.</summary>
    public string? Warning { get; private set; }

    /// <exception cref="ScrapeException">There is no exposition to be had.</exception>
    /// <exception cref="OperationCanceledException">The loop was told to stop.</exception>
    public async Task<FetchedBody> FetchAsync(HttpMessageInvoker client, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(target.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        using var response = await RequestAsync(client, either.Token, stop);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var status = $"server returned HTTP status {(int)response.StatusCode} {response.ReasonPhrase}";
            throw new ScrapeException(ScrapeFailure.Request, RequestErrorText.Cut(status.TrimEnd()));
        }

        try
        {
            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new ScrapeException(ScrapeFailure.Request, "context deadline exceeded");
        }
        catch (Exception error) when (error is not (ScrapeException or OperationCanceledException))
        {
            throw new ScrapeException(ScrapeFailure.Request, RequestErrorText.OfBody(error), error);
        }
    }

    /// <summary>The answer, as soon as its headers are here.</summary>
    private async Task<HttpResponseMessage> RequestAsync(HttpMessageInvoker client, CancellationToken cancellation, CancellationToken stop)
    {
        try
        {
            using var request = _request.Create();
            return await client.SendAsync(request, cancellation);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new ScrapeException(ScrapeFailure.Request, $"Get \"{_url}\": context deadline exceeded");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new ScrapeException(ScrapeFailure.Request, $"Get \"{_url}\": {RequestErrorText.OfRequest(error, _request.Address)}", error);
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
            if (response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encoding) && encoding.ToString() == "gzip")
            {
                await UnzipAsync(stream, body, cancellation);
            }
            else
            {
                await ReadAllAsync(stream, body, cancellation);
            }

            if (body.Length > 0)
            {
                body.Media = media.Media ?? throw new ScrapeException(ScrapeFailure.ContentType, RequestErrorText.Cut(media.Message!));
                _lastLength = body.Length;
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private async Task UnzipAsync(Stream stream, FetchedBody body, CancellationToken cancellation)
    {
        await using var zipped = new WatchedStream(stream);
        try
        {
            await using var plain = new GZipStream(zipped, CompressionMode.Decompress, leaveOpen: true);
            await ReadAllAsync(plain, body, cancellation);
        }
        catch (InvalidDataException error)
        {
            var message = !zipped.StartsLikeGzip ? "gzip: invalid header" : zipped.HasEnded ? "unexpected EOF" : "gzip: corrupt input";
            throw new ScrapeException(ScrapeFailure.Request, message, error);
        }

        if (zipped.IsEmpty)
        {
            throw new ScrapeException(ScrapeFailure.Request, "EOF");
        }
    }

    private async Task ReadAllAsync(Stream stream, FetchedBody body, CancellationToken cancellation)
    {
        var limit = job.Options.Limits.BodySize > 0 ? Math.Min(job.Options.Limits.BodySize, mostBytes) : mostBytes;
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
}
