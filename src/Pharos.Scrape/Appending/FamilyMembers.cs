using Pharos.Model;

namespace Pharos.Scrape.Appending;

/// <summary>Whether a series is one of those that a metric family of its type has.</summary>
internal static class FamilyMembers
{
    public static bool Has(ReadOnlySpan<byte> family, MetricType type, ReadOnlySpan<byte> series)
    {
        if (type == MetricType.Counter)
        {
            // The text format has the ending in the family's name, OpenMetrics has not.
            return WithoutTotal(family).SequenceEqual(WithoutTotal(series));
        }

        if (!series.StartsWith(family))
        {
            return false;
        }

        var ending = series[family.Length..];
        return ending.IsEmpty || type switch
        {
            MetricType.Histogram => ending.SequenceEqual("_bucket"u8) || ending.SequenceEqual("_sum"u8) || ending.SequenceEqual("_count"u8),
            MetricType.GaugeHistogram => ending.SequenceEqual("_bucket"u8) || ending.SequenceEqual("_gsum"u8) || ending.SequenceEqual("_gcount"u8),
            MetricType.Summary => ending.SequenceEqual("_sum"u8) || ending.SequenceEqual("_count"u8),
            MetricType.Info => ending.SequenceEqual("_info"u8),
            _ => false,
        };
    }

    private static ReadOnlySpan<byte> WithoutTotal(ReadOnlySpan<byte> name) => name.EndsWith("_total"u8) ? name[..^"_total"u8.Length] : name;
}
