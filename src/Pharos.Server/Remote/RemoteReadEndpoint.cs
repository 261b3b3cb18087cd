using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pharos.Formats.RemoteRead;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Compression;
using Pharos.Foundation.Logging;
using Pharos.Foundation.RegularExpressions;
using Pharos.Hosting.Http;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Server.Api;
using Pharos.Storage;

namespace Pharos.Server.Remote;

/// <summary><c>/api/v1/read</c>: other servers read what is stored here, as samples or as chunks.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class RemoteReadEndpoint
{
    /// <summary>Requests have matchers and little else.</summary>
    private const long MostBytesTogether = 64 << 20;

    /// <summary>Chunks are sent on when so many bytes of them are there.</summary>
    private const int StreamedAtOnce = 64 << 10;

    /// <summary>An answer with all its samples is held whole, and compressed once more.</summary>
    private const int MostAnswerBytes = 1 << 30;

    private readonly IQuerySource _samples;
    private readonly IChunkQuerySource _chunks;
    private readonly RemoteReadSettings _settings;
    private readonly Func<Labels> _externalLabels;
    private readonly ServerState _state;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turns;
    private readonly RequestBodies _bodies = new(MostBytesTogether);
    private readonly Gauge _queries;

    /// <param name="externalLabels">As the configuration in force says.</param>
    public RemoteReadEndpoint(
        IQuerySource samples, IChunkQuerySource chunks, RemoteReadSettings settings, Func<Labels> externalLabels, ServerState state, MetricRegistry metrics, ILogger log)
    {
        (_samples, _chunks, _settings, _externalLabels, _state, _log) = (samples, chunks, settings, externalLabels, state, log);
        _turns = new SemaphoreSlim(settings.MaxConcurrent == 0 ? int.MaxValue : settings.MaxConcurrent);
        _queries = metrics.Gauge(
            "prometheus_remote_read_handler_queries", "The current number of remote read queries that are either in execution or queued on the handler.");
    }

    public void AddTo(HttpRouter router) =>
        router.Post("/api/v1/read", context => _state.Readiness == Readiness.Ready ? HandleAsync(context) : ReadyGate.RefuseAsync(context, _state));

    private async Task HandleAsync(HttpContext context)
    {
        _queries.Increment();
        try
        {
            await _turns.WaitAsync(context.RequestAborted);
            try
            {
                await AnswerAsync(context);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            _queries.Decrement();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        ReadRequest request;
        try
        {
            using var body = await _bodies.ReadAsync(context.Request, context.RequestAborted);
            request = ReadRequest.Read(body.Decompress());
        }
        catch (Exception exception) when (exception is BodyException or ProtoException or Re2SyntaxException)
        {
            await RefuseAsync(context, exception is BodyException { Status: var status } ? status : StatusCodes.Status400BadRequest, exception.Message);
            return;
        }

        if (Negotiate(request.AcceptedTypes) is not { } type)
        {
            await RefuseAsync(
                context, StatusCodes.Status400BadRequest,
                $"server does not support any of the requested response types: [{string.Join(' ', request.AcceptedTypes)}]; supported: map[SAMPLES:{{}} STREAMED_XOR_CHUNKS:{{}}]");
            return;
        }

        try
        {
            await (type == ReadResponseType.Samples ? AnswerSamplesAsync(context, request) : StreamChunksAsync(context, request));
        }
        catch (Exception exception) when (exception is CorruptionException or IOException && !context.RequestAborted.IsCancellationRequested)
        {
            _log.Error("remote read failed", [("err", exception.Message)]);
            if (context.Response.HasStarted)
            {
                // An end without this would look like that of all there is.
                context.Abort();
                return;
            }

            await RefuseAsync(context, StatusCodes.Status500InternalServerError, exception.Message);
        }
    }

    /// <summary>The first of both that the other one likes; null if it likes neither.</summary>
    private static ReadResponseType? Negotiate(IReadOnlyList<long> accepted)
    {
        foreach (var type in accepted)
        {
            if (type is (long)ReadResponseType.Samples or (long)ReadResponseType.StreamedXorChunks)
            {
                return (ReadResponseType)type;
            }
        }

        return accepted.Count == 0 ? ReadResponseType.Samples : null;
    }

    private async Task AnswerSamplesAsync(HttpContext context, ReadRequest request)
    {
        var message = new ByteBuffer();
        if (WriteSamples(message, request, context.RequestAborted) is { } complaint)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, complaint);
            return;
        }

        var block = new byte[SnappyEncoder.MaxEncodedLength(message.Length)];
        var length = new SnappyEncoder().Encode(message.Written, block);
        context.Response.ContentType = "application/x-protobuf";
        context.Response.Headers.ContentEncoding = "snappy";
        context.Response.ContentLength = length;
        await context.Response.Body.WriteAsync(block.AsMemory(0, length), context.RequestAborted);
    }

    /// <summary>What is wrong with what is asked for; null if nothing is.</summary>
    private string? WriteSamples(ByteBuffer message, ReadRequest request, CancellationToken cancellation)
    {
        var writer = new ReadResponseWriter(message);
        var external = _externalLabels();
        var labels = new LabelsBuilder();
        SampleCursor? cursor = null;
        foreach (var query in request.Queries)
        {
            long samples = 0;
            writer.BeginResult();
            using var querier = _samples.NewQuerier(query.StartMs, query.EndMs);
            using var set = querier.Select(sorted: false, HintsOf(query), Stored(query.Matchers, external), cancellation);
            while (set.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                writer.BeginSeries(WithExternal(set.Labels, external, labels));
                cursor = set.Samples(cursor);
                samples += WriteSamples(writer, cursor, _settings.SampleLimit == 0 ? long.MaxValue : _settings.SampleLimit - samples);
                writer.EndSeries();
                if (_settings.SampleLimit > 0 && samples > _settings.SampleLimit)
                {
                    return $"exceeded sample limit ({_settings.SampleLimit})";
                }

                if (message.Length > MostAnswerBytes)
                {
                    return $"the answer is larger than {MostAnswerBytes} bytes";
                }
            }

            writer.EndResult();
        }

        return null;
    }

    /// <summary>How many there were, as far as that; one more than the most says that there are too many.</summary>
    private static long WriteSamples(ReadResponseWriter writer, SampleCursor cursor, long most)
    {
        Span<long> times = stackalloc long[64];
        Span<double> values = stackalloc double[64];
        long samples = 0;
        while (samples <= most)
        {
            switch (cursor.Peek())
            {
                case SampleKind.Float:
                    var count = cursor.ReadFloats(times, values);
                    for (var i = 0; i < count; i++)
                    {
                        writer.Sample(times[i], values[i]);
                    }

                    samples += count;
                    break;
                case SampleKind.Histogram:
                    var histogram = new Pharos.Model.Histograms.Histogram();
                    writer.Sample(cursor.ReadHistogram(histogram), histogram);
                    samples++;
                    break;
                case SampleKind.FloatHistogram:
                    var floats = new Pharos.Model.Histograms.FloatHistogram();
                    writer.Sample(cursor.ReadFloatHistogram(floats), floats);
                    samples++;
                    break;
                default:
                    return samples;
            }
        }

        return samples;
    }

    private async Task StreamChunksAsync(HttpContext context, ReadRequest request)
    {
        var frames = new ByteBuffer();
        var writer = new ChunkFrameWriter(frames, _settings.MaxBytesInFrame);
        var external = _externalLabels();
        var labels = new LabelsBuilder();
        context.Response.ContentType = "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse";
        for (var i = 0; i < request.Queries.Count; i++)
        {
            var query = request.Queries[i];
            using var querier = _chunks.NewChunkQuerier(query.StartMs, query.EndMs);

            // Those who read a stream count on the order.
            using var set = querier.Select(sorted: true, HintsOf(query), Stored(query.Matchers, external), context.RequestAborted);
            while (set.MoveNext())
            {
                writer.BeginSeries(i, WithExternal(set.Labels, external, labels));
                while (set.MoveNextChunk())
                {
                    var chunk = set.Chunk;
                    writer.Chunk((byte)chunk.Encoding, chunk.MinTimeMs, chunk.MaxTimeMs, chunk.Data);
                    if (frames.Length >= StreamedAtOnce)
                    {
                        await SendAsync(context, frames);
                    }
                }

                writer.EndSeries();
                if (frames.Length >= StreamedAtOnce)
                {
                    await SendAsync(context, frames);
                }
            }
        }

        await SendAsync(context, frames);
    }

    private static async Task SendAsync(HttpContext context, ByteBuffer frames)
    {
        await context.Response.Body.WriteAsync(frames.WrittenMemory, context.RequestAborted);
        frames.Clear();
    }

    private static SelectHints? HintsOf(ReadQuery query) => query.Hints is not { } hints ? null : new SelectHints
    {
        StartMs = hints.StartMs,
        EndMs = hints.EndMs,
        StepMs = hints.StepMs,
        RangeMs = hints.RangeMs,
        Function = hints.Function,
        Grouping = hints.Grouping,
        By = hints.By,
    };

    /// <summary>Who asks for an external label of ours asks for series that do not have it where they are stored.</summary>
    private static Matcher[] Stored(IReadOnlyList<Matcher> matchers, Labels external) =>
        [.. matchers.Select(matcher => matcher.Type == Pharos.Model.MatchType.Equal && !matcher.Value.IsEmpty && external.View[matcher.Name].SequenceEqual(matcher.Value)
            ? new Matcher(Pharos.Model.MatchType.Equal, matcher.Name, default)
            : matcher)];

    private static LabelsView WithExternal(LabelsView series, Labels external, LabelsBuilder labels)
    {
        if (external.View.IsEmpty)
        {
            return series;
        }

        labels.Reset(series);
        foreach (var label in external.View)
        {
            if (!series.Contains(label.Name))
            {
                labels.Add(label.Name, label.Value);
            }
        }

        return labels.View();
    }

    private static Task RefuseAsync(HttpContext context, int status, string text) => PlainText.WriteAsync(context.Response, status, text + "\n");
}
