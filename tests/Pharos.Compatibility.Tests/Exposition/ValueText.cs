using System.Globalization;
using System.Text;
using System.Text.Json;
using Pharos.Model.Histograms;

namespace Pharos.Compatibility.Tests.Exposition;

/// <summary>Values as texts, equal for the same bits (there is one NaN), whether they come from our readers or from the HTTP API.</summary>
internal static class ValueText
{
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Of(FloatHistogram histogram)
    {
        var text = Begin(histogram.Count, histogram.Sum);
        foreach (var bucket in histogram.EnumerateAll())
        {
            // The API leaves empty buckets out.
            if (bucket.Count != 0)
            {
                var bounds = (bucket.LowerInclusive, bucket.UpperInclusive) switch
                {
                    (false, true) => 0,
                    (true, false) => 1,
                    (false, false) => 2,
                    (true, true) => 3,
                };
                AddBucket(text, bounds, bucket.Lower, bucket.Upper, bucket.Count);
            }
        }

        return text.ToString();
    }

    /// <summary>The API writes numbers as strings, the shortest that give the same bits again.</summary>
    public static string OfApiNumber(JsonElement number) => Of(ParseApiNumber(number));

    public static string OfApiHistogram(JsonElement histogram)
    {
        var text = Begin(ParseApiNumber(histogram.GetProperty("count")), ParseApiNumber(histogram.GetProperty("sum")));
        if (histogram.TryGetProperty("buckets", out var buckets))
        {
            foreach (var bucket in buckets.EnumerateArray())
            {
                AddBucket(text, bucket[0].GetInt32(), ParseApiNumber(bucket[1]), ParseApiNumber(bucket[2]), ParseApiNumber(bucket[3]));
            }
        }

        return text.ToString();
    }

    private static double ParseApiNumber(JsonElement number) => number.GetString() switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var text => double.Parse(text!, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static StringBuilder Begin(double count, double sum) =>
        new StringBuilder("histogram ").Append(Of(count)).Append(" sum ").Append(Of(sum));

    private static void AddBucket(StringBuilder text, int bounds, double lower, double upper, double count) =>
        text.Append(CultureInfo.InvariantCulture, $" {bounds}:{Of(lower)}..{Of(upper)}={Of(count)}");
}
