using Pharos.Instrumentation;
using Pharos.Scrape.Appending;

namespace Pharos.Scrape;

/// <summary>What scraping counts, under the names that dashboards and alerts know.</summary>
internal sealed class ScrapeMetrics
{
    private static readonly HistogramOptions Lengths = new() { Buckets = [.01, .1, 1, 10], Native = new NativeHistogramOptions() };
    private static readonly SummaryOptions Quantiles = new() { Quantiles = [0.01, 0.05, 0.5, 0.90, 0.99] };

    private readonly Counter _sampleLimit;
    private readonly Counter _bucketLimit;
    private readonly Counter _labelLimits;
    private readonly Counter _bodySize;
    private readonly Counter _duplicates;
    private readonly Counter _outOfOrder;
    private readonly Counter _outOfBounds;
    private readonly Counter _exemplarsOutOfOrder;

    public ScrapeMetrics(MetricRegistry registry)
    {
        _sampleLimit = registry.Counter("prometheus_target_scrapes_exceeded_sample_limit_total", "Total number of scrapes that hit the sample limit and were rejected.");
        _bucketLimit = registry.Counter("prometheus_target_scrapes_exceeded_native_histogram_bucket_limit_total", "Total number of scrapes that hit the native histogram bucket limit and were rejected.");
        _labelLimits = registry.Counter("prometheus_target_scrape_pool_exceeded_label_limits_total", "Total number of times scrape pools hit the label limits, during sync or config reload.");
        _bodySize = registry.Counter("prometheus_target_scrapes_exceeded_body_size_limit_total", "Total number of scrapes that hit the body size limit.");
        _duplicates = registry.Counter("prometheus_target_scrapes_sample_duplicate_timestamp_total", "Total number of samples rejected due to duplicate timestamps but different values.");
        _outOfOrder = registry.Counter("prometheus_target_scrapes_sample_out_of_order_total", "Total number of samples rejected due to not being out of the expected order.");
        _outOfBounds = registry.Counter("prometheus_target_scrapes_sample_out_of_bounds_total", "Total number of samples rejected due to timestamp falling outside of the time bounds.");
        _exemplarsOutOfOrder = registry.Counter("prometheus_target_scrapes_exemplar_out_of_order_total", "Total number of exemplar rejected due to not being out of the expected order.");
        Connections = new ConnectionCounts(registry);
        CacheFlushes = registry.Counter("prometheus_target_scrapes_cache_flush_forced_total", "How many times a scrape cache was flushed due to getting big while scrapes are failing.");
        IntervalLength = registry.SummaryFamily("prometheus_target_interval_length_seconds", "Actual intervals between scrapes.", Quantiles, "interval");
        IntervalLengthHistogram = registry.HistogramFamily("prometheus_target_interval_length_histogram_seconds", "Actual intervals between scrapes as a histogram.", Lengths, "interval");
        ReloadLength = registry.SummaryFamily("prometheus_target_reload_length_seconds", "Actual interval to reload the scrape pool with a given configuration.", Quantiles, "interval");
        SyncLength = registry.SummaryFamily("prometheus_target_sync_length_seconds", "Actual interval to sync the scrape pool.", Quantiles, "scrape_job");
        SyncLengthHistogram = registry.HistogramFamily("prometheus_target_sync_length_histogram_seconds", "Actual interval to sync the scrape pool as a histogram.", Lengths, "scrape_job");
        SyncFailures = registry.CounterFamily("prometheus_target_sync_failed_total", "Total number of target sync failures.", "scrape_job");
        Pools = registry.Counter("prometheus_target_scrape_pools_total", "Total number of scrape pool creation attempts.");
        PoolFailures = registry.Counter("prometheus_target_scrape_pools_failed_total", "Total number of scrape pool creations that failed.");
        Reloads = registry.Counter("prometheus_target_scrape_pool_reloads_total", "Total number of scrape pool reloads.");
        ReloadFailures = registry.Counter("prometheus_target_scrape_pool_reloads_failed_total", "Total number of failed scrape pool reloads.");
        TargetLimitHits = registry.Counter("prometheus_target_scrape_pool_exceeded_target_limit_total", "Total number of times scrape pools hit the target limit, during sync or config reload.");
        TargetLimit = registry.GaugeFamily("prometheus_target_scrape_pool_target_limit", "Maximum number of targets allowed in this scrape pool.", "scrape_job");
        Targets = registry.GaugeFamily("prometheus_target_scrape_pool_targets", "Current number of targets in this scrape pool.", "scrape_job");
        Syncs = registry.CounterFamily("prometheus_target_scrape_pool_sync_total", "Total number of syncs that were executed on a scrape pool.", "scrape_job");
        Duration = registry.Histogram("prometheus_target_scrape_duration_seconds", "Total duration of the scrape from start to commit completion in seconds.", new HistogramOptions { Buckets = [], Native = new NativeHistogramOptions() });
    }

    public ConnectionCounts Connections { get; }

    public Counter CacheFlushes { get; }

    public SummaryFamily IntervalLength { get; }

    public HistogramFamily IntervalLengthHistogram { get; }

    public SummaryFamily ReloadLength { get; }

    public SummaryFamily SyncLength { get; }

    public HistogramFamily SyncLengthHistogram { get; }

    public CounterFamily SyncFailures { get; }

    public Counter Pools { get; }

    public Counter PoolFailures { get; }

    public Counter Reloads { get; }

    public Counter ReloadFailures { get; }

    public Counter TargetLimitHits { get; }

    public GaugeFamily TargetLimit { get; }

    public GaugeFamily Targets { get; }

    public CounterFamily Syncs { get; }

    public Histogram Duration { get; }

    /// <summary>Takes the series of a job away that is gone.</summary>
    public void Forget(string job)
    {
        SyncLength.Remove(job);
        SyncLengthHistogram.Remove(job);
        SyncFailures.Remove(job);
        TargetLimit.Remove(job);
        Targets.Remove(job);
        Syncs.Remove(job);
    }

    public void Count(in ScrapeCounts counts)
    {
        AddTo(_duplicates, counts.Duplicates);
        AddTo(_outOfOrder, counts.OutOfOrder);
        AddTo(_outOfBounds, counts.OutOfBounds);
        AddTo(_exemplarsOutOfOrder, counts.ExemplarsOutOfOrder);
    }

    public void Count(ScrapeFailure failure)
    {
        switch (failure)
        {
            case ScrapeFailure.SampleLimit:
                _sampleLimit.Increment();
                break;
            case ScrapeFailure.BucketLimit:
                _bucketLimit.Increment();
                break;
            case ScrapeFailure.LabelLimit:
                _labelLimits.Increment();
                break;
            case ScrapeFailure.BodySize:
                _bodySize.Increment();
                break;
        }
    }

    private static void AddTo(Counter counter, int count)
    {
        if (count > 0)
        {
            counter.Add(count);
        }
    }
}
