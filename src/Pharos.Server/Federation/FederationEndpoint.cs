using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pharos.Formats.Negotiation;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Logging;
using Pharos.Hosting.Http;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.PromQL.Syntax;
using Pharos.Server.Api;
using Pharos.Storage;
using Pharos.Storage.Merging;

namespace Pharos.Server.Federation;

/// <summary>The newest samples of series that another server asks for, as an exposition that it scrapes.</summary>
internal sealed class FederationEndpoint
{
    private readonly IQuerySource _source;
    private readonly Func<Labels> _externalLabels;
    private readonly ServerState _state;
    private readonly TimeSpan _lookback;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Counter _errors;
    private readonly Counter _warnings;

    /// <param name="source">What is stored here, nothing from elsewhere.</param>
    /// <param name="externalLabels">As the configuration in force says.</param>
    /// <param name="lookback">How old a sample may be.</param>
    public FederationEndpoint(
        IQuerySource source, Func<Labels> externalLabels, ServerState state, TimeSpan lookback, MetricRegistry metrics, TimeProvider time, ILogger log)
    {
        (_source, _externalLabels, _state, _lookback, _time, _log) = (source, externalLabels, state, lookback, time, log);
        _errors = metrics.Counter("prometheus_web_federation_errors_total", "Total number of errors that occurred while sending federation responses.");
        _warnings = metrics.Counter("prometheus_web_federation_warnings_total", "Total number of warnings that occurred while sending federation responses.");
    }

    public void AddTo(HttpRouter router) =>
        router.Get("/federate", context => _state.Readiness == Readiness.Ready ? HandleAsync(context) : ReadyGate.RefuseAsync(context, _state));

    private async Task HandleAsync(HttpContext context)
    {
        var compression = new BodyCompression(context);
        var body = new ByteBuffer();
        var format = ExpositionNegotiation.Negotiate(context.Request.Headers.Accept, ExpositionFormats.ServerClassic);
        try
        {
            Write(body, format, [.. context.Request.Query["match[]"].Select(static text => PromQLParser.ParseMetricSelector(Encoding.UTF8.GetBytes(text ?? "")).ToArray())], context.RequestAborted);
        }
        catch (PromQLSyntaxException exception)
        {
            await PlainText.WriteAsync(context.Response, StatusCodes.Status400BadRequest, exception.Message + "\n");
            return;
        }
        catch (Exception exception) when (exception is CorruptionException or IOException)
        {
            _errors.Increment();
            _log.Error("federation failed", [("err", exception.Message)]);
            await PlainText.WriteAsync(context.Response, StatusCodes.Status500InternalServerError, exception.Message + "\n");
            return;
        }

        context.Response.ContentType = format.ContentType;
        if (compression.Begin() is { } compressed)
        {
            await using (compressed)
            {
                await compressed.WriteAsync(body.WrittenMemory, context.RequestAborted);
            }
        }
        else
        {
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
        }
    }

    private void Write(ByteBuffer body, NegotiatedFormat format, Matcher[][] selectors, CancellationToken cancellation)
    {
        var writer = format.NewWriter(body);
        var sink = format.Escape(writer);
        var external = _externalLabels();
        var labels = new LabelsBuilder();
        FederatedSeries? before = null;
        foreach (var series in Select(selectors, cancellation).OrderBy(static one => one, NameOrder))
        {
            // Only protobuf carries native histograms.
            if (series.Histogram is { UsesCustomBuckets: false } && ExpositionFormats.Media(format.Format) != ExpositionMedia.Protobuf)
            {
                continue;
            }

            // A name may come with several types, each a family of its own: not as the format wants it, but those who read this can.
            if (before is null || before.Type != series.Type || !before.Name.SequenceEqual(series.Name))
            {
                sink.BeginFamily(series.Name, series.Type, default, default);
            }

            series.LabelsInto(labels, external);
            series.WriteTo(sink, labels.View());
            before = series;
        }

        writer.Complete();
    }

    private List<FederatedSeries> Select(Matcher[][] selectors, CancellationToken cancellation)
    {
        var found = new List<FederatedSeries>();
        if (selectors.Length == 0)
        {
            return found;
        }

        var end = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var start = end - (long)_lookback.TotalMilliseconds;
        using var querier = _source.NewQuerier(start, end);
        var hints = new SelectHints { StartMs = start, EndMs = end };
        using var set = MergedSeriesSet.Of([.. selectors.Select(matchers => querier.Select(sorted: true, hints, matchers, cancellation))]);
        SampleCursor? cursor = null;
        while (set.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            cursor = set.Samples(cursor);
            if (LastSample.Of(cursor) is { } last && !SpecialValues.IsStale(last.Histogram?.Sum ?? last.Value) && !set.Labels.MetricName.IsEmpty)
            {
                found.Add(new FederatedSeries(set.Labels.ToLabels(), last));
            }
        }

        _warnings.Add(set.Warnings.Count);
        return found;
    }

    private static Comparer<FederatedSeries> NameOrder { get; } =
        Comparer<FederatedSeries>.Create(static (left, right) => left.Name.SequenceCompareTo(right.Name));
}
