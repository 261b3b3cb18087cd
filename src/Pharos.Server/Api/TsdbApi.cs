using System.Globalization;
using System.Text.Json;
using Pharos.Hosting.Http;
using Pharos.Server.Storage;
using Pharos.Tsdb;
using Pharos.Tsdb.Blocks;

namespace Pharos.Server.Api;

/// <summary>The routes that say what the store holds.</summary>
internal sealed class TsdbApi
{
    private const int UsualLimit = 10;
    private const int MaxLimit = 10_000;

    private readonly LocalStorage _storage;

    public TsdbApi(LocalStorage storage)
    {
        _storage = storage;
    }

    public void AddTo(HttpRouter router, ApiEndpoint endpoint)
    {
        router.Get("/api/v1/status/tsdb", endpoint.Of(ApiData.Of(WriteStatistics)));
        router.Get("/api/v1/status/tsdb/blocks", endpoint.Of(BlocksAsync));
        router.Get("/api/v1/status/walreplay", endpoint.Always(ApiData.Of(WriteReplay)));
    }

    private void WriteStatistics(ApiRequest request, JsonBuilder json)
    {
        var statistics = _storage.Database.Statistics(Limit(request.Text("limit")));
        json.BeginObject().Name("headStats").BeginObject()
            .Name("numSeries").Number(statistics.Series)
            .Name("numLabelPairs").Number(statistics.LabelPairs)
            .Name("chunkCount").Number(statistics.Chunks)
            .Name("minTime").Number(statistics.MinTimeMs)
            .Name("maxTime").Number(statistics.MaxTimeMs)
            .EndObject();
        WriteCounts(json.Name("seriesCountByMetricName"), statistics.SeriesOfMetrics);
        WriteCounts(json.Name("labelValueCountByLabelName"), statistics.ValuesOfLabels);
        WriteCounts(json.Name("memoryInBytesByLabelName"), statistics.BytesOfLabels);
        WriteCounts(json.Name("seriesCountByLabelValuePair"), statistics.SeriesOfPairs);
        json.EndObject();
    }

    private static void WriteCounts(JsonBuilder json, IReadOnlyList<NamedCount> counts)
    {
        json.BeginList();
        foreach (var (name, count) in counts)
        {
            json.BeginObject().Name("name").Text(name).Name("value").Number(count).EndObject();
        }

        json.EndList();
    }

    private static int Limit(string text)
    {
        if (text.Length == 0)
        {
            return UsualLimit;
        }

        return !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit) || limit < 1
            ? throw new ApiException(ApiErrorKind.BadData, "limit must be a positive number")
            : limit > MaxLimit
            ? throw new ApiException(ApiErrorKind.BadData, $"limit must not exceed {MaxLimit}")
            : limit;
    }

    /// <summary>The meta files of the blocks, in one line.</summary>
    private async Task<ApiNotes> BlocksAsync(ApiRequest request, ApiAnswer answer, CancellationToken cancellation)
    {
        var json = new JsonBuilder(answer.Json);
        json.BeginObject().Name("blocks").BeginList();
        foreach (var block in _storage.Database.Blocks)
        {
            using var meta = JsonDocument.Parse(BlockMetaFile.Format(block));
            json.AsIs(default);
            await using (var writer = new Utf8JsonWriter(answer.Json))
            {
                meta.WriteTo(writer);
            }

            await answer.FlushAsync();
        }

        json.EndList().EndObject();
        return ApiNotes.None;
    }

    private void WriteReplay(JsonBuilder json)
    {
        var (first, last, current) = _storage.Replay.Now;
        json.BeginObject().Name("min").Number(first).Name("max").Number(last).Name("current").Number(current).EndObject();
    }
}
