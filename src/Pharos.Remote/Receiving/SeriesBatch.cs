using Pharos.Formats.RemoteWrite;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.Remote.Receiving;

/// <summary>
/// What is appended to one series after the other: a reference that is known, or labels. Whoever uses it sees to it that one of them is right.
/// </summary>
/// <param name="latestMs">Nothing with a later time is taken.</param>
internal struct SeriesBatch(IAppender appender, long latestMs)
{
    /// <summary>The series, once it is known.</summary>
    public SeriesRef Series { get; set; }

    public SampleOutcome Append(LabelsView labels, in WrittenSample sample)
    {
        if (sample.TimestampMs > latestMs)
        {
            return SampleOutcome.TooFarAhead;
        }

        var result = appender.Append(Series, labels, sample.TimestampMs, sample.Value, sample.StartTimestampMs);
        return Taken(result);
    }

    public SampleOutcome Append(LabelsView labels, in WrittenHistogram sample)
    {
        if (sample.TimestampMs > latestMs)
        {
            return SampleOutcome.TooFarAhead;
        }

        return (Coarser(sample) ?? (sample.Integer is { } integer ? integer.Validate() : sample.Float!.Validate())) is { } fault
            ? new SampleOutcome(AppendOutcome.InvalidHistogram, fault)
            : Taken(sample.Integer is { } valid
                ? appender.Append(Series, labels, sample.TimestampMs, valid, sample.StartTimestampMs)
                : appender.Append(Series, labels, sample.TimestampMs, sample.Float!, sample.StartTimestampMs));
    }

    public readonly SampleOutcome AppendExemplar(LabelsView exemplarLabels, double value, long timestampMs) => timestampMs > latestMs
        ? SampleOutcome.TooFarAhead
        : new SampleOutcome(appender.AppendExemplar(Series, exemplarLabels, value, timestampMs));

    /// <summary>Schemas that the format has and the store has not become the finest that it has.</summary>
    private static HistogramFault? Coarser(in WrittenHistogram sample)
    {
        var schema = sample.Integer?.Schema ?? sample.Float!.Schema;
        return schema <= HistogramSchema.ExponentialMax || !HistogramSchema.IsExponentialReserved(schema) ? null
            : sample.Integer is { } integer ? integer.ReduceResolution(HistogramSchema.ExponentialMax)
            : sample.Float!.ReduceResolution(HistogramSchema.ExponentialMax);
    }

    private SampleOutcome Taken(AppendResult result)
    {
        Series = result.Series.IsNone ? Series : result.Series;
        return new SampleOutcome(result.Outcome);
    }
}
