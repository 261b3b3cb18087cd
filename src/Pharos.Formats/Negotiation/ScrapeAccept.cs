using System.Text;

namespace Pharos.Formats.Negotiation;

/// <summary>The Accept header of a scrape.</summary>
public static class ScrapeAccept
{
    /// <summary>Each format has a weight a tenth below the one before, and whatever else there is comes last.</summary>
    private const int FirstWeight = 6;

    /// <summary>
    /// Offers the formats in the given order, at most five, as the configuration's check makes sure. Only the newest text formats can say
    /// how names are to be escaped.
    /// </summary>
    public static string Header(ReadOnlySpan<ExpositionFormat> formats, EscapingScheme escaping)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(formats.Length, FirstWeight - 1);
        var header = new StringBuilder();
        var weight = FirstWeight;
        foreach (var format in formats)
        {
            header.Append(ExpositionFormats.Offer(format));
            if (format is ExpositionFormat.PrometheusText100 or ExpositionFormat.OpenMetricsText100)
            {
                header.Append(";escaping=").Append(EscapingSchemes.Name(escaping));
            }

            header.Append(";q=0.").Append(weight--).Append(',');
        }

        return header.Append("*/*;q=0.").Append(weight).ToString();
    }
}
