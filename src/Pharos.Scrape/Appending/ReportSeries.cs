using Pharos.Model;

namespace Pharos.Scrape.Appending;

/// <summary>The series that each scrape adds about itself.</summary>
internal static class ReportSeries
{
    public const int Up = 0;
    public const int Duration = 1;
    public const int SamplesScraped = 2;
    public const int SamplesPostRelabeling = 3;
    public const int SeriesAdded = 4;
    public const int Timeout = 5;
    public const int SampleLimit = 6;
    public const int BodySize = 7;

    /// <summary>The last three are extra metrics, which a job may ask for.</summary>
    public const int CountWithoutExtra = 5;

    public const int Count = 8;

    public static ReadOnlySpan<byte> Name(int series) => series switch
    {
        Up => "up"u8,
        Duration => "scrape_duration_seconds"u8,
        SamplesScraped => "scrape_samples_scraped"u8,
        SamplesPostRelabeling => "scrape_samples_post_metric_relabeling"u8,
        SeriesAdded => "scrape_series_added"u8,
        Timeout => "scrape_timeout_seconds"u8,
        SampleLimit => "scrape_sample_limit"u8,
        _ => "scrape_body_size_bytes"u8,
    };

    public static void Labels(int series, Labels target, LabelsBuilder labels)
    {
        labels.Reset(target.View);
        labels.Set(LabelNames.MetricName, Name(series));
    }
}
