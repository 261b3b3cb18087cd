using System.Diagnostics.CodeAnalysis;
using Pharos.Foundation.Logging;
using Pharos.Scrape.Appending;
using Pharos.Scrape.Fetching;
using Pharos.Scrape.Targets;
using Pharos.Storage;

namespace Pharos.Scrape.Looping;

/// <summary>Scrapes one target, tick by tick, until it is stopped.</summary>
[SuppressMessage("Design", "CA1031", Justification = "Nothing that a target or the disk does ends the loop; it is logged and shown in the target's status.")]
[SuppressMessage("Design", "CA1001", Justification = "Sources without timers hold nothing, and the loop may be told to stop when it has ended.")]
internal sealed class ScrapeLoop
{
    private readonly ScrapeServices _services;
    private readonly ScrapeMetrics _metrics;
    private readonly TargetAppend _append;
    private readonly ulong _seed;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private volatile ScrapeWork _work;
    private ScrapeSettings? _settings;
    private TargetFetcher? _fetcher;
    private long _lastStart;
    private bool _hasStarted;
    private volatile bool _marksEnd = true;

    public ScrapeLoop(Target target, ScrapeWork work, ulong seed, ScrapeServices services, ScrapeMetrics metrics)
    {
        Target = target;
        _work = work;
        _seed = seed;
        _services = services;
        _metrics = metrics;
        var reading = target.Reading with { AddTypeAndUnitLabels = services.Features.AddsTypeAndUnitLabels, SkipCreatedSeries = services.Features.ReadsStartTimes };
        _append = new TargetAppend(services.Store, target.Labels, reading);
    }

    public Target Target { get; }

    public TargetFamilies Families => _append.Memory.Families;

    /// <summary>How many lines of the target are remembered.</summary>
    public int KnownLines => _append.Memory.Lines.Count;

    /// <summary>Ends when the loop has been stopped and has marked the end of its series, if it is to do so.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    public void Start() => Completion = Task.Run(RunAsync);

    /// <summary>From the next scrape on, goes by a job that has changed.</summary>
    public void Use(ScrapeWork work) => _work = work;

    /// <summary>
    /// Lets a running scrape end and starts no other. About two intervals later the end of the target's series is marked, unless that is
    /// taken back by <see cref="Abandon"/>: it may be back by then.
    /// </summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Stops at once and marks nothing: the server is going down, and will go on where it was.</summary>
    public void Abandon()
    {
        _marksEnd = false;
        _stop.Cancel();
        _abandon.Cancel();
    }

    private async Task RunAsync()
    {
        var clock = new ScrapeClock(Target, _seed, _services);
        try
        {
            while (true)
            {
                var time = await clock.WaitAsync(_stop.Token);
                await ScrapeAsync(time);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The loop was stopped.
        }

        if (_marksEnd && _append.Memory.HasReported)
        {
            await MarkEndAsync(clock);
        }
    }

    private async Task ScrapeAsync(DateTimeOffset time)
    {
        var work = _work;
        var (settings, fetcher) = Prepare(work.Job);
        MeasureInterval(work);
        var start = _services.Time.GetTimestamp();
        ScrapeException? failure = null;
        FetchedBody? body = null;
        try
        {
            if (work.Refusal is { } refusal)
            {
                throw new ScrapeException(ScrapeFailure.TargetLimit, refusal);
            }

            body = await fetcher.FetchAsync(work.Client, _abandon.Token);
            if (fetcher.Warning is { } warning)
            {
                _services.Log.Warn("Failed to determine correct type of scrape target.", Context(("fallback_media_type", warning)));
            }
        }
        catch (ScrapeException error)
        {
            failure = error;
        }

        using (body)
        {
            Store(settings, body, time, start, failure);
        }
    }

    /// <summary>What goes by the job; made anew when that has changed, and all labels are read again if they may be others.</summary>
    private (ScrapeSettings Settings, TargetFetcher Fetcher) Prepare(ScrapeJob job)
    {
        if (_settings is null || _fetcher is null || !ReferenceEquals(_settings.Job, job))
        {
            if (_settings is not null && !job.MakesSameSeriesAs(_settings.Job))
            {
                _append.Memory.Relearn();
            }

            _settings = new ScrapeSettings(job, Target, _services.Features);
            _fetcher = new TargetFetcher(Target, job, _services.Time, _services.MostBodyBytes);
        }

        return (_settings, _fetcher);
    }

    /// <summary>Everything behind the network: one batch with samples, markers and the report.</summary>
    private void Store(ScrapeSettings settings, FetchedBody? body, DateTimeOffset time, long start, ScrapeException? failure)
    {
        var timeMs = time.ToUnixTimeMilliseconds();
        var counts = default(ScrapeCounts);
        try
        {
            using var appender = _services.Store.NewAppender();
            if (body is null or { Length: 0 })
            {
                _append.AppendNothing(appender, timeMs);
            }
            else
            {
                failure = _append.Append(appender, settings, body.Media, body.Bytes, timeMs, out counts);
            }

            var elapsed = _services.Time.GetElapsedTime(start);
            Report(appender, settings, counts, body, failure, elapsed, timeMs);
            appender.Commit();
            if (_append.Memory.Forget(hasSucceeded: failure is null))
            {
                _metrics.CacheFlushes.Increment();
            }

            Note(counts, failure, settings, _services.Time.GetUtcNow() - elapsed, elapsed);
            if (settings.Job.Options.ExtraMetrics == true)
            {
                _metrics.Duration.Observe(_services.Time.GetElapsedTime(start).TotalSeconds);
            }
        }
        catch (Exception error)
        {
            // The disk is full or fails, or a target found a fault of ours: this scrape is lost, the next one may not be.
            _services.Log.Error("Scrape commit failed", Context(("err", error.Message)));
            Target.Status.Last = new LastScrape(TargetHealth.Down, time, _services.Time.GetElapsedTime(start), error.Message);
        }
    }

    private void Report(
        IAppender appender, ScrapeSettings settings, in ScrapeCounts counts, FetchedBody? body, ScrapeException? failure, TimeSpan elapsed, long timeMs)
    {
        ReadOnlySpan<double> values =
        [
            failure is null ? 1 : 0,
            elapsed.TotalSeconds,
            counts.Total,
            counts.Kept,
            failure is null ? counts.NewSeries : 0,
            Target.Timeout.TotalSeconds,
            settings.SampleLimit,
            failure?.Failure == ScrapeFailure.BodySize ? -1 : body?.Length ?? 0,
        ];
        _append.Report(appender, settings.Job.Options.ExtraMetrics == true ? values : values[..ReportSeries.CountWithoutExtra], timeMs);
    }

    private void Note(in ScrapeCounts counts, ScrapeException? failure, ScrapeSettings settings, DateTimeOffset started, TimeSpan elapsed)
    {
        _metrics.Count(counts);
        if (failure is null)
        {
            Target.Status.Last = new LastScrape(TargetHealth.Up, started, elapsed, "");
        }
        else
        {
            _metrics.Count(failure.Failure);
            Target.Status.Last = new LastScrape(TargetHealth.Down, started, elapsed, failure.Message);
            _services.Log.Debug("Scrape failed", Context(("err", failure.Message)));
            settings.Job.FailureLog?.Write(Target, failure.Message, started);
        }

        WarnOf("Error on ingesting out-of-order samples", counts.OutOfOrder);
        WarnOf("Error on ingesting samples with different value but same timestamp", counts.Duplicates);
        WarnOf("Error on ingesting samples that are too old or are too far into the future", counts.OutOfBounds);
        WarnOf("Error on ingesting out-of-order exemplars", counts.ExemplarsOutOfOrder);
    }

    private void WarnOf(string message, int count)
    {
        if (count > 0)
        {
            _services.Log.Warn(message, Context(("num_dropped", count)));
        }
    }

    private void MeasureInterval(ScrapeWork work)
    {
        var start = _services.Time.GetTimestamp();
        if (_hasStarted)
        {
            var seconds = _services.Time.GetElapsedTime(_lastStart, start).TotalSeconds;
            work.IntervalLength.Observe(seconds);
            work.IntervalLengthHistogram.Observe(seconds);
        }

        (_lastStart, _hasStarted) = (start, true);
    }

    private async Task MarkEndAsync(ScrapeClock clock)
    {
        try
        {
            // At the tick after that one, a loop that took over has scraped: its samples are newer, and the markers are refused.
            var time = await clock.WaitAsync(_abandon.Token);
            await clock.WaitAsync(_abandon.Token);
            await Task.Delay(Target.Interval / 10, _services.Time, _abandon.Token);
            if (_marksEnd)
            {
                _append.AppendEnd(time.ToUnixTimeMilliseconds(), _work.Job.Options.ExtraMetrics == true);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            _services.Log.Warn("Stale commit failed", Context(("err", error.Message)));
        }
    }

    private ReadOnlySpan<LogField> Context(LogField field) => new LogField[] { ("scrape_pool", Target.Job), ("target", Target.Url), field };
}
