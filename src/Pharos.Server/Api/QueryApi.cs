using System.Globalization;
using Pharos.Hosting.Http;
using Pharos.PromQL;
using Pharos.PromQL.Results;
using Pharos.PromQL.Syntax;
using Pharos.Storage;

namespace Pharos.Server.Api;

/// <summary>The routes that evaluate, format and parse queries.</summary>
internal sealed class QueryApi
{
    private const int MaxPoints = 11_000;

    private readonly QueryEngine _engine;
    private readonly IQuerySource _source;
    private readonly ParserOptions _language;
    private readonly TimeProvider _time;

    public QueryApi(QueryEngine engine, IQuerySource source, ParserOptions language, TimeProvider time)
    {
        _engine = engine;
        _source = source;
        _language = language;
        _time = time;
    }

    public void AddTo(HttpRouter router, ApiEndpoint endpoint)
    {
        Both("/api/v1/query", InstantAsync);
        Both("/api/v1/query_range", RangeAsync);
        Both("/api/v1/format_query", FormatAsync);
        Both("/api/v1/parse_query", ApiData.Of((request, json) => ExpressionJson.Write(json, PromQLParser.Parse(request.Text("query"), _language))));

        void Both(string path, ApiHandler handler) => router.Get(path, endpoint.Of(handler)).Post(path, endpoint.Of(handler));
    }

    private async Task<ApiNotes> InstantAsync(ApiRequest request, ApiAnswer answer, CancellationToken cancellation)
    {
        var limit = request.Limit();
        var time = request.Time("time", _time.GetUtcNow().ToUnixTimeMilliseconds());
        var timeout = Timeout(request);
        var lookback = Lookback(request);
        var query = QueryRequest.Instant(request.Text("query"), time, _language) with { Lookback = lookback, Timeout = timeout };
        return await EvaluateAsync(request, query, limit, answer, cancellation);
    }

    private async Task<ApiNotes> RangeAsync(ApiRequest request, ApiAnswer answer, CancellationToken cancellation)
    {
        var limit = request.Limit();
        var start = request.Time("start");
        var end = request.Time("end");
        if (end < start)
        {
            throw ApiException.InvalidParameter("end", "end timestamp must not be before start time");
        }

        var step = (long)request.Duration("step").TotalMilliseconds;
        if (request.Duration("step") <= TimeSpan.Zero)
        {
            throw ApiException.InvalidParameter(
                "step", "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }

        // Enough for a week at 60 s or a year at an hour.
        if ((end - start) / Math.Max(step, 1) > MaxPoints)
        {
            throw new ApiException(
                ApiErrorKind.BadData,
                "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)");
        }

        var timeout = Timeout(request);
        var lookback = Lookback(request);
        var query = QueryRequest.Range(request.Text("query"), start, end, Math.Max(step, 1), _language) with { Lookback = lookback, Timeout = timeout };
        return await EvaluateAsync(request, query, limit, answer, cancellation);
    }

    private Task<ApiNotes> FormatAsync(ApiRequest request, ApiAnswer answer, CancellationToken cancellation)
    {
        JsonBytes.AppendText(answer.Json, PrettyPrinter.Format(PromQLParser.Parse(request.Text("query"), _language)));
        return Task.FromResult(ApiNotes.None);
    }

    private async Task<ApiNotes> EvaluateAsync(
        ApiRequest request, QueryRequest query, int limit, ApiAnswer answer, CancellationToken cancellation)
    {
        var result = await _engine.EvaluateAsync(_source, query, cancellation);
        var warnings = new List<string>(result.Warnings);
        if (limit > 0 && result.Series.Count > limit)
        {
            result = result with { Series = [.. result.Series.Take(limit)] };
            warnings.Add("results truncated due to limit");
        }

        var statistics = request.Text("stats");
        if (statistics is not ("" or "true" or "all"))
        {
            warnings.Add(
                $"value {Foundation.Text.GoQuote.Quote(statistics)} for parameter \"stats\" is deprecated and will be rejected in the next major release, " +
                "use \"true\" or \"all\"");
        }

        await ResultJson.WriteAsync(
            answer.Json, result, statistics.Length == 0 ? "" : StatisticsOf(result.Statistics), _ => answer.FlushAsync());
        return new ApiNotes(warnings, result.Infos);
    }

    private static string StatisticsOf(QueryStatistics statistics)
    {
        return "{\"timings\":{" +
            $"\"evalTotalTime\":{Seconds(statistics.Execution)}," +
            $"\"resultSortTime\":{Seconds(statistics.Sort)}," +
            $"\"queryPreparationTime\":{Seconds(statistics.Prepare)}," +
            $"\"innerEvalTime\":{Seconds(statistics.Evaluate)}," +
            $"\"execQueueTime\":{Seconds(statistics.Queue)}," +
            $"\"execTotalTime\":{Seconds(statistics.Execution + statistics.Queue)}" +
            "},\"samples\":{" +
            string.Create(CultureInfo.InvariantCulture, $"\"totalQueryableSamples\":{statistics.TotalSamples},") +
            string.Create(CultureInfo.InvariantCulture, $"\"samplesRead\":{statistics.SamplesRead},") +
            string.Create(CultureInfo.InvariantCulture, $"\"peakSamples\":{statistics.PeakSamples}") +
            "}}";

        static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#########", CultureInfo.InvariantCulture);
    }

    private static TimeSpan? Timeout(ApiRequest request) => request.Text("timeout").Length == 0 ? null : request.Duration("timeout");

    private static TimeSpan? Lookback(ApiRequest request) =>
        request.Text("lookback_delta").Length == 0 ? null
        : request.TryDuration("lookback_delta", out var lookback, out var error) ? lookback
        : throw new ApiException(ApiErrorKind.BadData, $"error parsing lookback delta duration: {error}");
}
