using System.Text.Json;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>Results of queries as programs read them: the output format <c>json</c>, a line each.</summary>
internal static class QueryJson
{
    public static string Of(JsonElement data)
    {
        var result = data.GetProperty("result");
        return data.GetProperty("resultType").GetString() switch
        {
            "vector" or "matrix" => List(result.EnumerateArray().Select(Series)),
            "scalar" => Pair(result),
            _ => $"[{Time(result[0])},{GoJson.Quote(result[1].GetString() ?? "")}]",
        };
    }

    public static string List(IEnumerable<string> items) => $"[{string.Join(',', items)}]";

    private static string Series(JsonElement series)
    {
        var fields = new List<string> { $"\"metric\":{GoJson.Object(series.GetProperty("metric"))}" };
        if (series.TryGetProperty("value", out var value))
        {
            fields.Add($"\"value\":{Pair(value)}");
        }

        if (series.TryGetProperty("histogram", out var histogram))
        {
            fields.Add($"\"histogram\":{Histogram(histogram)}");
        }

        if (series.TryGetProperty("values", out var values) && values.GetArrayLength() > 0)
        {
            fields.Add($"\"values\":{List(values.EnumerateArray().Select(Pair))}");
        }

        if (series.TryGetProperty("histograms", out var histograms) && histograms.GetArrayLength() > 0)
        {
            fields.Add($"\"histograms\":{List(histograms.EnumerateArray().Select(Histogram))}");
        }

        return $"{{{string.Join(',', fields)}}}";
    }

    private static string Pair(JsonElement pair) => $"[{Time(pair[0])},\"{QueryText.Number(pair[1])}\"]";

    private static string Histogram(JsonElement pair)
    {
        var histogram = pair[1];
        var buckets = histogram.TryGetProperty("buckets", out var all) ? all.EnumerateArray() : default;
        var shown = buckets.Select(static bucket => $"[{bucket[0].GetRawText()},\"{QueryText.Number(bucket[1])}\",\"{QueryText.Number(bucket[2])}\",\"{QueryText.Number(bucket[3])}\"]");
        return $"[{Time(pair[0])},{{\"count\":\"{QueryText.Number(histogram.GetProperty("count"))}\",\"sum\":\"{QueryText.Number(histogram.GetProperty("sum"))}\",\"buckets\":{List(shown)}}}]";
    }

    private static string Time(JsonElement time) => QueryText.Number(time);
}
