using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Storage.Merging;

/// <summary>Appends to a primary store and, what that one accepts, to others. The first outcome that is not accepted is the answer.</summary>
internal sealed class FanOutAppender(IAppender primary, IAppender[] secondaries, ILogger log) : IAppender
{
    public bool IsInOrderOnly
    {
        get => primary.IsInOrderOnly;
        set
        {
            primary.IsInOrderOnly = value;
            foreach (var appender in secondaries)
            {
                appender.IsInOrderOnly = value;
            }
        }
    }

    public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, double value, long startTimestampMs = 0)
    {
        var result = primary.Append(series, labels, timestampMs, value, startTimestampMs);
        for (var i = 0; i < secondaries.Length && result.Outcome == AppendOutcome.Accepted; i++)
        {
            result = result with { Outcome = secondaries[i].Append(result.Series, labels, timestampMs, value, startTimestampMs).Outcome };
        }

        return result;
    }

    public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, Histogram value, long startTimestampMs = 0)
    {
        var result = primary.Append(series, labels, timestampMs, value, startTimestampMs);
        for (var i = 0; i < secondaries.Length && result.Outcome == AppendOutcome.Accepted; i++)
        {
            result = result with { Outcome = secondaries[i].Append(result.Series, labels, timestampMs, value, startTimestampMs).Outcome };
        }

        return result;
    }

    public AppendResult Append(SeriesRef series, LabelsView labels, long timestampMs, FloatHistogram value, long startTimestampMs = 0)
    {
        var result = primary.Append(series, labels, timestampMs, value, startTimestampMs);
        for (var i = 0; i < secondaries.Length && result.Outcome == AppendOutcome.Accepted; i++)
        {
            result = result with { Outcome = secondaries[i].Append(result.Series, labels, timestampMs, value, startTimestampMs).Outcome };
        }

        return result;
    }

    public AppendOutcome AppendExemplar(SeriesRef series, LabelsView exemplarLabels, double value, long timestampMs, bool hasOwnTime = true)
    {
        var outcome = primary.AppendExemplar(series, exemplarLabels, value, timestampMs, hasOwnTime);
        for (var i = 0; i < secondaries.Length && outcome == AppendOutcome.Accepted; i++)
        {
            outcome = secondaries[i].AppendExemplar(series, exemplarLabels, value, timestampMs, hasOwnTime);
        }

        return outcome;
    }

    public AppendOutcome UpdateMetadata(SeriesRef series, MetricMetadata metadata)
    {
        var outcome = primary.UpdateMetadata(series, metadata);
        for (var i = 0; i < secondaries.Length && outcome == AppendOutcome.Accepted; i++)
        {
            outcome = secondaries[i].UpdateMetadata(series, metadata);
        }

        return outcome;
    }

    public SeriesRef Find(LabelsView labels) => primary.Find(labels);

    public void Commit()
    {
        var committed = -1;
        try
        {
            primary.Commit();
            for (committed = 0; committed < secondaries.Length; committed++)
            {
                secondaries[committed].Commit();
            }
        }
        catch
        {
            RollBack(secondaries.AsSpan(committed + 1), "Squashed rollback error on commit");
            throw;
        }
    }

    public void Rollback()
    {
        try
        {
            primary.Rollback();
        }
        finally
        {
            RollBack(secondaries, "Squashed rollback error on rollback");
        }
    }

    public void Dispose()
    {
        primary.Dispose();
        foreach (var appender in secondaries)
        {
            appender.Dispose();
        }
    }

    private void RollBack(ReadOnlySpan<IAppender> appenders, string message)
    {
        foreach (var appender in appenders)
        {
            try
            {
                appender.Rollback();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                log.Error(message, [("err", exception.Message)]);
            }
        }
    }
}
