using Microsoft.AspNetCore.Http;
using Pharos.Formats.Negotiation;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Text;
using Pharos.Hosting.Http;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Merging;

namespace Pharos.Server.Api;

/// <summary>The routes that list series, names and values of labels.</summary>
internal sealed class LabelApi
{
    private const string ValuesSuffix = "/values";

    private readonly IQuerySource _source;
    private readonly ApiEndpoint _endpoint;

    public LabelApi(IQuerySource source, ApiEndpoint endpoint)
    {
        _source = source;
        _endpoint = endpoint;
    }

    public void AddTo(HttpRouter router)
    {
        router.Get("/api/v1/series", _endpoint.Of(SeriesAsync)).Post("/api/v1/series", _endpoint.Of(SeriesAsync));
        router.Get("/api/v1/labels", _endpoint.Of(NamesAsync)).Post("/api/v1/labels", _endpoint.Of(NamesAsync));
        router.Get("/api/v1/label/*", ValuesAsync);
    }

    private async Task<ApiNotes> SeriesAsync(ApiRequest request, ApiAnswer answer, CancellationToken cancellation)
    {
        var limit = request.Limit();
        var selectors = request.Selectors();
        if (selectors.Count == 0)
        {
            throw new ApiException(ApiErrorKind.BadData, "no match[] parameter provided");
        }

        var (start, end) = Range(request);
        using var querier = _source.NewQuerier(start, end);
        var hints = new SelectHints { StartMs = start, EndMs = end, Function = "series", Limit = limit > 0 ? limit + 1 : 0 };
        using var series = MergedSeriesSet.Of([.. selectors.Select(matchers => querier.Select(sorted: true, hints, matchers, cancellation))]);
        var count = 0;
        answer.Json.Append((byte)'[');
        while (series.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            if (limit > 0 && count == limit)
            {
                answer.Json.Append((byte)']');
                return new ApiNotes([.. series.Warnings, "results truncated due to limit"], []);
            }

            if (count++ > 0)
            {
                answer.Json.Append((byte)',');
            }

            JsonBytes.AppendLabels(answer.Json, series.Labels);
            await answer.FlushAsync();
        }

        answer.Json.Append((byte)']');
        return new ApiNotes(series.Warnings, []);
    }

    private Task<ApiNotes> NamesAsync(ApiRequest request, ApiAnswer answer, CancellationToken cancellation) => ListAsync(
        request,
        answer,
        (querier, matchers, limit) => querier.LabelNames(limit, matchers, cancellation));

    private Task ValuesAsync(HttpContext context)
    {
        // The name is one segment between the folder and the suffix.
        var path = context.Request.Path.Value ?? "";
        var from = path.IndexOf("/api/v1/label/", StringComparison.Ordinal) + "/api/v1/label/".Length;
        var rest = path[from..];
        if (!rest.EndsWith(ValuesSuffix, StringComparison.Ordinal) || rest.IndexOf('/', StringComparison.Ordinal) != rest.Length - ValuesSuffix.Length)
        {
            return HttpRouter.NotFound(context);
        }

        var name = Name(context, rest[..^ValuesSuffix.Length]);
        return _endpoint.Of((request, answer, cancellation) => NameValidation.IsLabelName(name, NameValidationScheme.Utf8)
            ? ListAsync(request, answer, (querier, matchers, limit) => querier.LabelValues(name, limit, matchers, cancellation))
            : throw new ApiException(ApiErrorKind.BadData, $"invalid label name: {GoQuote.Quote(name)}"))(context);
    }

    /// <summary>A label's name as it stands in a path: with letters of all kinds, or in the form of classic names for them.</summary>
    private static byte[] Name(HttpContext context, string written)
    {
        var bytes = RequestPath.SegmentBytes(context, written, ValuesSuffix);
        if (!bytes.AsSpan().StartsWith("U__"u8))
        {
            return bytes;
        }

        var name = new ByteBuffer();
        EscapedName.AppendOriginal(name, bytes, EscapingScheme.Values);
        return name.ToArray();
    }

    private Task<ApiNotes> ListAsync(
        ApiRequest request, ApiAnswer answer, Func<IQuerier, Matcher[], int, IReadOnlyList<byte[]>> list)
    {
        var limit = request.Limit();
        var (start, end) = Range(request);
        var selectors = request.Selectors(namesParameter: false);
        using var querier = _source.NewQuerier(start, end);
        var most = limit > 0 ? limit + 1 : 0;
        var texts = new SortedSet<byte[]>(Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right)));
        foreach (var matchers in selectors.Count == 0 ? [[]] : selectors)
        {
            texts.UnionWith(list(querier, matchers, most));
        }

        answer.Json.Append((byte)'[');
        var count = 0;
        foreach (var text in texts)
        {
            if (limit > 0 && count == limit)
            {
                break;
            }

            if (count++ > 0)
            {
                answer.Json.Append((byte)',');
            }

            JsonBytes.AppendText(answer.Json, text);
        }

        answer.Json.Append((byte)']');
        IReadOnlyList<string> warnings = limit > 0 && texts.Count > limit
            ? [.. querier.LabelWarnings, "results truncated due to limit"]
            : querier.LabelWarnings;
        return Task.FromResult(new ApiNotes(warnings, []));
    }

    private static (long StartMs, long EndMs) Range(ApiRequest request) =>
        (request.Time("start", Foundation.Time.PrometheusTime.MinMs), request.Time("end", Foundation.Time.PrometheusTime.MaxMs));
}
