using Pharos.Formats;
using Pharos.Formats.Negotiation;
using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Scrape.Appending;

/// <summary>Stores what scrapes of one target bring: their samples, markers for series that ended, and a report.</summary>
internal sealed class TargetAppend(IAppendable store, Labels target, ExpositionOptions reading)
{
    private readonly LabelsBuilder _reportLabels = new();

    public TargetMemory Memory { get; } = new();

    /// <summary>
    /// Appends an exposition to the batch, or nothing if it is null. If the exposition is spoilt, the batch is empty but for the markers
    /// of all series that were alive, and the result says why.
    /// </summary>
    public ScrapeException? Append(
        IAppender appender, ScrapeSettings settings, ExpositionMedia media, ReadOnlySpan<byte> exposition, long timeMs, out ScrapeCounts counts)
    {
        Memory.BeginRound();
        var append = new ScrapeAppend(Memory, appender, settings, timeMs);
        try
        {
            ExpositionDispatch.Read(media, exposition, Memory.Scratch, reading, ref append);
        }
        catch (Exception error) when (error is ScrapeException or ExpositionException or IOException)
        {
            appender.Rollback();
            counts = append.Counts;
            AppendNothing(appender, timeMs);
            return error as ScrapeException ?? new ScrapeException(ScrapeFailure.Exposition, error.Message, error);
        }

        counts = append.Counts;
        Mark(appender, Memory.EndRound(), timeMs);
        return null;
    }

    /// <summary>Marks the end of all series that were alive.</summary>
    public void AppendNothing(IAppender appender, long timeMs)
    {
        Memory.BeginRound();
        Mark(appender, Memory.EndRound(), timeMs);
    }

    /// <summary>Appends the report of a scrape.</summary>
    /// <param name="values">By the numbers of <see cref="ReportSeries"/>, with or without the extra ones.</param>
    public void Report(IAppender appender, ReadOnlySpan<double> values, long timeMs)
    {
        for (var i = 0; i < values.Length; i++)
        {
            ref var series = ref Memory.Report[i];
            var result = series.IsNone ? new AppendResult(series, AppendOutcome.UnknownSeries) : appender.Append(series, default, timeMs, values[i]);
            if (result.Outcome == AppendOutcome.UnknownSeries)
            {
                ReportSeries.Labels(i, target, _reportLabels);
                result = appender.Append(SeriesRef.None, _reportLabels.View(), timeMs, values[i]);
            }

            series = result.Series.IsNone ? series : result.Series;
        }

        Memory.HasReported = true;
    }

    /// <summary>Marks the end of everything that was stored of the target, for one that is not scraped any more.</summary>
    public void AppendEnd(long timeMs, bool hasExtraMetrics)
    {
        if (!Memory.HasReported)
        {
            return;
        }

        using var appender = store.NewAppender();
        AppendNothing(appender, timeMs);
        appender.IsInOrderOnly = true;
        Span<double> ends = stackalloc double[hasExtraMetrics ? ReportSeries.Count : ReportSeries.CountWithoutExtra];
        ends.Fill(SpecialValues.StaleNaN);
        Report(appender, ends, timeMs);
        appender.Commit();
    }

    private static void Mark(IAppender appender, IReadOnlyList<SeriesRef> ended, long timeMs)
    {
        // A target that comes back under another loop may have newer samples: then the marker is refused, which is right.
        appender.IsInOrderOnly = true;
        foreach (var series in ended)
        {
            appender.Append(series, default, timeMs, SpecialValues.StaleNaN);
        }

        appender.IsInOrderOnly = false;
    }
}
