namespace Pharos.Storage;

/// <summary>The outcomes in the words that Prometheus's logs and answers have, which tools match on.</summary>
public static class AppendOutcomes
{
    public static string Message(this AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Accepted => "accepted",
        AppendOutcome.UnknownSeries => "unknown series reference",
        AppendOutcome.OutOfOrder => "out of order sample",
        AppendOutcome.OutOfBounds => "out of bounds",
        AppendOutcome.TooOld => "too old sample",
        AppendOutcome.DuplicateTimestamp => "duplicate sample for timestamp",
        AppendOutcome.InvalidLabels => "invalid sample",
        AppendOutcome.SeriesLimit => "too many series",
        AppendOutcome.InvalidHistogram => "invalid histogram",
        AppendOutcome.NativeHistogramsDisabled => "native histograms are disabled",
        AppendOutcome.ExemplarsDisabled => "exemplar storage is disabled or max exemplars is less than or equal to 0",
        AppendOutcome.OutOfOrderExemplar => "out of order exemplar",
        AppendOutcome.DuplicateExemplar => "duplicate exemplar",
        AppendOutcome.ExemplarLabelsTooLong => "label length for exemplar exceeds maximum of 128 UTF-8 characters",
        AppendOutcome.StartTimeNotBeforeSample => "start timestamp is not before the sample",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
