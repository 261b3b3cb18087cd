using System.Globalization;
using System.Text;
using System.Text.Json;
using Pharos.Foundation.Numbers;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>How many buckets of a histogram had something in them over time.</summary>
/// <param name="Total">Buckets that there are, or were at any time.</param>
internal sealed record BucketUse(int Min, double Average, int Max, int Total)
{
    public static BucketUse OfNative(JsonElement histograms)
    {
        var counts = new List<int>();
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in histograms.EnumerateArray())
        {
            var buckets = pair[1].TryGetProperty("buckets", out var some) ? some.EnumerateArray().ToList() : [];
            counts.Add(buckets.Count);
            all.UnionWith(buckets.Select(static bucket => $"{bucket[0].GetRawText()} {bucket[1].GetString()} {bucket[2].GetString()}"));
        }

        return Of(counts, all.Count);
    }

    /// <summary>Null if there are not samples enough.</summary>
    /// <exception cref="PromtoolException">The buckets have samples at different times.</exception>
    public static BucketUse? OfClassic(List<JsonElement> buckets)
    {
        // At most so many times as the lowest bucket has: others may have come later.
        var values = buckets.OrderBy(static bucket => Number(bucket.GetProperty("metric").GetProperty("le").GetString())).Select(static bucket => bucket.GetProperty("values").EnumerateArray().ToList()).ToList();
        if (values[0].Count < 2)
        {
            return null;
        }

        return Of([.. Enumerable.Range(0, values[0].Count).Select(i => Populated(values, i))], buckets.Count);
    }

    public override string ToString() => Max == Total
        ? string.Create(CultureInfo.InvariantCulture, $"{Min}/{Average:F3}/{Max}")
        : string.Create(CultureInfo.InvariantCulture, $"{Min}/{Average:F3}/{Max}/{Total}");

    private static BucketUse Of(List<int> counts, int total) => new(counts.Min(), counts.Average(), counts.Max(), total);

    private static int Populated(List<List<JsonElement>> values, int index)
    {
        var (count, below) = (0, 0.0);
        for (var i = 0; i < values.Count && index < values[i].Count; i++)
        {
            if (i > 0 && values[i][index][0].GetDouble() != values[i - 1][index][0].GetDouble())
            {
                throw new PromtoolException("matrix result is not time aligned");
            }

            var value = Number(values[i][index][1].GetString());
            count += (long)(value - below) != 0 ? 1 : 0;
            below = value;
        }

        return count;
    }

    private static double Number(string? text) => GoFloat.TryParse(Encoding.UTF8.GetBytes(text ?? ""), out var value) ? value : 0;
}
