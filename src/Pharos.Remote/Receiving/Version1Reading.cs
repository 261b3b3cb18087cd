using Pharos.Formats.RemoteWrite;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Remote.Receiving;

/// <summary>Puts one request of version 1 into a batch. Throws <see cref="ProtoException"/> for what is none.</summary>
/// <remarks>
/// <code>
/// labels as they were sent ─▶ known ──────────────────────────▶ append
///                             else: labels in order ─▶ check ─▶ append, keep the series
/// </code>
/// </remarks>
internal ref struct Version1Reading(ReadOnlySpan<byte> message, IAppender appender, KnownSeries known, RequestScratch scratch, long latestMs)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private SeriesBatch _batch = new(appender, latestMs);

    /// <summary>Samples of series whose labels are not sound. They are passed over.</summary>
    public int InvalidLabels { get; private set; }

    /// <summary>What was wrong with the first of them.</summary>
    public string? LabelComplaint { get; private set; }

    public int ExemplarsOutOfOrder { get; private set; }

    /// <summary>Samples and histograms that are in the batch.</summary>
    public long Appended { get; private set; }

    /// <summary>What was the matter where <see cref="TryAppend"/> ended.</summary>
    public SampleOutcome Refusal { get; private set; }

    /// <summary>Where that was.</summary>
    public (Labels Series, long TimestampMs) RefusedAt { get; private set; }

    /// <summary>False at the first sample that the store does not take; the batch is to be thrown away then.</summary>
    public bool TryAppend()
    {
        var request = new ProtoReader(_message);
        while (request.MoveNext())
        {
            if (request.Field != WriteRequestFields.Series)
            {
                request.Skip();
                continue;
            }

            var range = request.ReadRange();
            var ending = Append(range, mayBeKnown: true);
            if (ending == Ending.Unknown)
            {
                ending = Append(range, mayBeKnown: false);
            }

            if (ending == Ending.Refused)
            {
                return false;
            }
        }

        return true;
    }

    private enum Ending
    {
        Taken,

        /// <summary>The store does not have the series any more that it had under the labels: they are to be read.</summary>
        Unknown,
        Refused,
    }

    private Ending Append(ProtoRange range, bool mayBeKnown)
    {
        var series = _message[range.Start..range.End];
        var run = LabelReader.MeasureRun(series);
        var parts = new ProtoReader(_message, new ProtoRange(range.Start + run, range.End));
        var key = SeriesKey.Of(series[..run]);
        var isAllInRun = !HasLabels(parts);
        var found = SeriesRef.None;
        var isKnown = mayBeKnown && isAllInRun && known.TryGet(key, out found);
        _batch.Series = isKnown ? found : SeriesRef.None;
        LabelsView labels = default;
        if (!isKnown)
        {
            if (ReadLabels(series) is { } complaint)
            {
                LabelComplaint ??= complaint;
                InvalidLabels += CountOf(parts);
                return Ending.Taken;
            }

            labels = scratch.Labels.View();
        }

        while (TryAppendNext(ref parts, labels, out var outcome, out var timestampMs))
        {
            if (outcome.IsAccepted)
            {
                Appended++;
            }
            else if (isKnown && outcome.Outcome == AppendOutcome.UnknownSeries)
            {
                return Ending.Unknown;
            }
            else
            {
                ReadLabels(series);
                (Refusal, RefusedAt) = (outcome, (scratch.Labels.ToLabels(), timestampMs));
                return Ending.Refused;
            }
        }

        if (!isKnown && isAllInRun && !_batch.Series.IsNone)
        {
            known.Set(key, _batch.Series);
        }

        return Ending.Taken;
    }

    /// <summary>Appends the next sample, and exemplars before it; false if there is none.</summary>
    private bool TryAppendNext(ref ProtoReader parts, LabelsView labels, out SampleOutcome outcome, out long timestampMs)
    {
        while (parts.MoveNext())
        {
            switch (parts.Field)
            {
                case WriteRequestFields.SeriesSample:
                    var sample = SampleReader.Read(parts.ReadBytes());
                    (outcome, timestampMs) = (_batch.Append(labels, sample), sample.TimestampMs);
                    return true;
                case WriteRequestFields.SeriesHistogram:
                    var histogram = HistogramReader.Read(parts.ReadMessage());
                    (outcome, timestampMs) = (_batch.Append(labels, histogram), histogram.TimestampMs);
                    return true;
                case WriteRequestFields.SeriesExemplar:
                    AppendExemplar(parts.ReadMessage());
                    break;
                default:
                    parts.Skip();
                    break;
            }
        }

        (outcome, timestampMs) = (default, 0);
        return false;
    }

    /// <summary>What is wrong with the labels of the message, if anything.</summary>
    private readonly string? ReadLabels(ReadOnlySpan<byte> series)
    {
        scratch.Labels.Reset();
        LabelReader.ReadAll(new ProtoReader(series), scratch.Labels);
        return ReceivedLabels.Complaint(scratch.Labels);
    }

    /// <summary>Whether there are labels behind the run of those that the message begins with, as of a sender who mixes them with samples.</summary>
    private static bool HasLabels(ProtoReader parts)
    {
        while (parts.MoveNext())
        {
            if (parts.Field == LabelReader.LabelField)
            {
                return true;
            }

            parts.Skip();
        }

        return false;
    }

    private static int CountOf(ProtoReader parts)
    {
        var count = 0;
        while (parts.MoveNext())
        {
            count += parts.Field is WriteRequestFields.SeriesSample or WriteRequestFields.SeriesHistogram ? 1 : 0;
            parts.Skip();
        }

        return count;
    }

    private void AppendExemplar(ProtoReader exemplar)
    {
        var labels = scratch.ExemplarLabels;
        labels.Reset();
        LabelReader.ReadAll(exemplar, labels, keepsEmpty: true);
        var (value, timestampMs) = (0d, 0L);
        while (exemplar.MoveNext())
        {
            switch (exemplar.Field)
            {
                case WriteRequestFields.ExemplarValue: value = exemplar.ReadDouble(); break;
                case WriteRequestFields.ExemplarTimestamp: timestampMs = (long)exemplar.ReadVarInt(); break;
                default: exemplar.Skip(); break;
            }
        }

        // Exemplars spoil nothing.
        ExemplarsOutOfOrder += _batch.AppendExemplar(labels.View(), value, timestampMs).Outcome == AppendOutcome.OutOfOrderExemplar ? 1 : 0;
    }
}
