using Pharos.Formats;
using Pharos.Formats.Text;
using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Scrape.Appending;

/// <summary>Puts one exposition into a batch. Throws <see cref="ScrapeException"/> for what spoils the whole scrape.</summary>
/// <remarks>
/// <code>
/// known line, where it stood last time ─▶ series ─────────────────────────────────▶ append
/// other line ─▶ look it up by its text ─▶ known: series ──────────────────────────▶ append
///                                         new: labels ─▶ target's labels ─▶ relabel ─▶ check ─▶ append, keep the series
/// </code>
/// </remarks>
internal ref partial struct ScrapeAppend : IExpositionConsumer
{
    /// <summary>How far ahead of the clock a sample's own time may be.</summary>
    private const long MostAheadMs = 10 * 60 * 1000;

    private readonly TargetMemory _memory;
    private readonly IAppender _appender;
    private readonly ScrapeSettings _settings;
    private readonly long _timeMs;
    private long _limited;
    private bool _exemplarsAreOff;
    private bool _isOverSampleLimit;
    private bool _isOverBucketLimit;

    /// <param name="timeMs">The time of samples that have none of their own.</param>
    public ScrapeAppend(TargetMemory memory, IAppender appender, ScrapeSettings settings, long timeMs)
    {
        (_memory, _appender, _settings, _timeMs) = (memory, appender, settings, timeMs);
    }

    public ScrapeCounts Counts;

    public void Consume<TReader>(ref TReader reader)
        where TReader : IExpositionReader, allows ref struct
    {
        // The readers of text foresee lines. The test is a constant for each reader.
        if (typeof(TReader) == typeof(PrometheusTextReader))
        {
            ReadLines(ref System.Runtime.CompilerServices.Unsafe.As<TReader, PrometheusTextReader>(ref reader));
        }
        else if (typeof(TReader) == typeof(OpenMetricsReader))
        {
            ReadLines(ref System.Runtime.CompilerServices.Unsafe.As<TReader, OpenMetricsReader>(ref reader));
        }
        else
        {
            while (reader.Read())
            {
                Take(ref reader);
            }
        }

        if (_isOverSampleLimit)
        {
            throw new ScrapeException(ScrapeFailure.SampleLimit, "sample limit exceeded");
        }

        if (_isOverBucketLimit)
        {
            throw new ScrapeException(ScrapeFailure.BucketLimit, "histogram bucket limit exceeded");
        }
    }

    private void ReadLines<TReader>(ref TReader reader)
        where TReader : ILineReader, allows ref struct
    {
        while (true)
        {
            // Fast path.
            while (_memory.Lines.Follow(ref reader, out var line))
            {
                Append(ref reader, ref _memory.Lines.State(line));
            }

            if (!reader.Read())
            {
                return;
            }

            if (reader.Entry is ExpositionEntry.Help or ExpositionEntry.Comment)
            {
                _memory.Lines.Learn(reader.Line, isSeries: false);
            }

            Take(ref reader);
        }
    }

    private void Take<TReader>(ref TReader reader)
        where TReader : IExpositionReader, allows ref struct
    {
        switch (reader.Entry)
        {
            case ExpositionEntry.Series:
            case ExpositionEntry.Histogram:
                Append(ref reader, ref _memory.Lines.State(_memory.Lines.Learn(reader.Series, isSeries: true)));
                break;
            case ExpositionEntry.Type:
                _memory.Families.SetType(reader.FamilyName, reader.Type);
                break;
            case ExpositionEntry.Help:
                _memory.Families.SetHelp(reader.FamilyName, reader.Text);
                break;
            case ExpositionEntry.Unit:
                _memory.Families.SetUnit(reader.FamilyName, reader.Text);
                break;
        }
    }

    private void Append<TReader>(ref TReader reader, ref SeriesState state)
        where TReader : IExpositionReader, allows ref struct
    {
        Counts.Total++;
        var isRepeated = _memory.Meet(ref state);
        if (state.Is(SeriesFlags.IsDropped))
        {
            return;
        }

        var isNew = !state.Is(SeriesFlags.IsKnown);
        if (isNew && !TryMakeLabels(ref reader, ref state))
        {
            return;
        }

        Counts.Kept++;
        var hasOwnTime = reader.HasTimestamp && _settings.HonorsTimestamps;
        if (isRepeated && !hasOwnTime)
        {
            Counts.Duplicates++;
            return;
        }

        if (_settings.SampleLimit > 0 && ++_limited > _settings.SampleLimit)
        {
            _isOverSampleLimit = true;
            return;
        }

        var timeMs = hasOwnTime ? reader.TimestampMs : _timeMs;
        if (timeMs > _timeMs + MostAheadMs)
        {
            Counts.OutOfBounds++;
            return;
        }

        var result = Store(ref reader, state.Series, isNew, timeMs);
        if (result.Outcome == AppendOutcome.UnknownSeries)
        {
            // The store dropped the series because it had no samples for long.
            if (!TryMakeLabels(ref reader, ref state))
            {
                return;
            }

            result = Store(ref reader, SeriesRef.None, hasLabels: true, timeMs);
        }

        if (_isOverBucketLimit)
        {
            // The whole scrape is spoilt; the rest is counted only.
            return;
        }

        Count(result.Outcome);
        if (result.Outcome != AppendOutcome.Accepted)
        {
            // It counts as not exposed: another target may be where the series comes from, and its end is not this one's to mark.
            return;
        }

        if (isNew)
        {
            Counts.NewSeries++;
        }

        state.Series = result.Series;
        state.Flags |= SeriesFlags.IsKnown;
        if (!hasOwnTime || _settings.TracksOwnTimes)
        {
            _memory.Track(ref state);
        }

        AppendExemplars(ref reader, state.Series, timeMs);
        if (_settings.Features.AppendsMetadata)
        {
            AppendMetadata(ref reader, ref state, isNew);
        }
    }

    private AppendResult Store<TReader>(ref TReader reader, SeriesRef series, bool hasLabels, long timeMs)
        where TReader : IExpositionReader, allows ref struct
    {
        var labels = hasLabels ? _settings.Labels.View() : default;
        var startMs = _settings.Features.ReadsStartTimes ? reader.ReadStartTimestamp() : 0;
        if (reader.Entry == ExpositionEntry.Series)
        {
            return _appender.Append(series, labels, timeMs, reader.Value, startMs);
        }

        var fits = reader.Histogram is { } whole
            ? HistogramResolution.TryFit(whole, _settings.MaxHistogramSchema, _settings.HistogramBucketLimit)
            : HistogramResolution.TryFit(reader.FloatHistogram!, _settings.MaxHistogramSchema, _settings.HistogramBucketLimit);
        if (!fits)
        {
            _isOverBucketLimit = true;
            return new AppendResult(series, AppendOutcome.Accepted);
        }

        return reader.Histogram is { } histogram
            ? _appender.Append(series, labels, timeMs, histogram, startMs)
            : _appender.Append(series, labels, timeMs, reader.FloatHistogram!, startMs);
    }

    /// <summary>Makes the series' labels in the settings' builder; false if relabelling drops it.</summary>
    private readonly bool TryMakeLabels<TReader>(ref TReader reader, ref SeriesState state)
        where TReader : IExpositionReader, allows ref struct
    {
        var labels = _settings.Labels;
        reader.ReadLabels(labels);
        _settings.TargetLabels.Apply(labels);
        if (!_settings.Relabeler.Apply(_settings.MetricRules, labels) || labels.View().IsEmpty)
        {
            state.Flags |= SeriesFlags.IsDropped;
            return false;
        }

        Check(labels);
        return true;
    }

    private readonly void Check(LabelsBuilder labels)
    {
        if (labels.HasDuplicateNames())
        {
            throw new ScrapeException(ScrapeFailure.Labels, $"label name is not unique in {labels}: invalid sample");
        }

        if (labels.Get(LabelNames.MetricName).IsEmpty)
        {
            throw new ScrapeException(ScrapeFailure.Labels, "missing metric name (__name__ label)");
        }

        if (!NameValidation.AreValid(labels.View(), _settings.Validation))
        {
            throw new ScrapeException(ScrapeFailure.Labels, $"invalid metric name or label names: {labels}");
        }

        if (LabelLimits.Complaint(labels, _settings.Limits) is { } complaint)
        {
            throw new ScrapeException(ScrapeFailure.LabelLimit, complaint);
        }
    }

    private void Count(AppendOutcome outcome)
    {
        switch (outcome)
        {
            case AppendOutcome.Accepted:
                break;
            case AppendOutcome.OutOfOrder:
                Counts.OutOfOrder++;
                break;
            case AppendOutcome.DuplicateTimestamp:
                Counts.Duplicates++;
                break;
            case AppendOutcome.OutOfBounds:
                Counts.OutOfBounds++;
                break;
            default:
                throw new ScrapeException(ScrapeFailure.Sample, outcome.Message());
        }
    }
}
