using System.Globalization;
using System.Text;
using System.Text.Json;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Text;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>Results of queries as people read them: the output format <c>promql</c>.</summary>
internal static class QueryText
{
    /// <summary>A result with its type, as the API gives it.</summary>
    public static string Of(JsonElement data)
    {
        var result = data.GetProperty("result");
        return data.GetProperty("resultType").GetString() switch
        {
            "vector" => string.Join('\n', result.EnumerateArray().Select(Sample)),
            "matrix" => string.Join('\n', result.EnumerateArray().Order(SeriesOrder.Instance).Select(Stream)),
            "scalar" => $"scalar: {Number(result[1])} @[{Number(result[0])}]",
            _ => result[1].GetString() ?? "",
        };
    }

    public static string Labels(JsonElement labels) => "{" + string.Join(", ", GoJson.Sorted(labels).Select(static label => $"{label.Name}={GoQuote.Quote(label.Value)}")) + "}";

    /// <summary>A number without an exponent, whether it stands in quotes or not.</summary>
    public static string Number(JsonElement number)
    {
        var text = number.ValueKind == JsonValueKind.String ? number.GetString()! : number.GetRawText();
        if (!GoFloat.TryParse(Encoding.UTF8.GetBytes(text), out var value))
        {
            return text;
        }

        Span<byte> plain = stackalloc byte[GoFloat.MaxPlainLength];
        return Encoding.ASCII.GetString(plain[..GoFloat.FormatPlain(plain, value)]);
    }

    private static string Sample(JsonElement sample) => sample.TryGetProperty("histogram", out var histogram)
        ? $"{Metric(sample)} => {Histogram(histogram)}"
        : $"{Metric(sample)} => {Pair(sample.GetProperty("value"))}";

    private static string Stream(JsonElement series)
    {
        var lines = Items(series, "values").Select(Pair).Concat(Items(series, "histograms").Select(Histogram));
        return $"{Metric(series)} =>\n{string.Join('\n', lines)}";
    }

    private static IEnumerable<JsonElement> Items(JsonElement series, string name) => series.TryGetProperty(name, out var items) ? items.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static string Pair(JsonElement pair) => $"{Number(pair[1])} @[{Number(pair[0])}]";

    public static string Metric(JsonElement sample)
    {
        var labels = GoJson.Sorted(sample.GetProperty("metric"));
        var name = labels.FirstOrDefault(static label => label.Name == "__name__").Value ?? "";
        var others = labels.Where(static label => label.Name != "__name__").Select(static label => $"{label.Name}={GoQuote.Quote(label.Value)}").ToList();
        return others.Count > 0 ? $"{name}{{{string.Join(", ", others)}}}" : name.Length > 0 ? name : "{}";
    }

    private static string Histogram(JsonElement pair)
    {
        var histogram = pair[1];
        var buckets = Items(histogram, "buckets").Select(static bucket =>
        {
            var boundaries = bucket[0].GetInt32();
            return $"{(boundaries is 1 or 3 ? '[' : '(')}{Shortest(bucket[1])},{Shortest(bucket[2])}{(boundaries is 0 or 3 ? ']' : ')')}:{Number(bucket[3])}";
        });
        return $"Count: {Fixed(histogram.GetProperty("count"))}, Sum: {Fixed(histogram.GetProperty("sum"))}, Buckets: [{string.Join(' ', buckets)}] @[{Number(pair[0])}]";
    }

    private static string Fixed(JsonElement number) => GoFloat.TryParse(Encoding.UTF8.GetBytes(number.GetString() ?? ""), out var value) && double.IsFinite(value)
        ? value.ToString("F6", CultureInfo.InvariantCulture)
        : number.GetString() ?? "";

    private static string Shortest(JsonElement number)
    {
        if (!GoFloat.TryParse(Encoding.UTF8.GetBytes(number.GetString() ?? ""), out var value))
        {
            return number.GetString() ?? "";
        }

        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        return Encoding.ASCII.GetString(text[..GoFloat.Format(text, value)]);
    }

    /// <summary>Series with fewer labels first, then by the labels.</summary>
    private sealed class SeriesOrder : IComparer<JsonElement>
    {
        public static SeriesOrder Instance { get; } = new();

        public int Compare(JsonElement x, JsonElement y)
        {
            var (left, right) = (GoJson.Sorted(x.GetProperty("metric")), GoJson.Sorted(y.GetProperty("metric")));
            if (left.Count != right.Count)
            {
                return left.Count.CompareTo(right.Count);
            }

            foreach (var (one, other) in left.Zip(right))
            {
                var order = string.CompareOrdinal(one.Name, other.Name);
                order = order != 0 ? order : string.CompareOrdinal(one.Value, other.Value);
                if (order != 0)
                {
                    return order;
                }
            }

            return 0;
        }
    }
}
