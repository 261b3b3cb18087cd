using Pharos.Formats;
using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Scrape.Appending;

/// <content>What comes along with a sample.</content>
internal ref partial struct ScrapeAppend
{
    /// <summary>Tells the store what was said of the family before the series, if the series is new or that has changed.</summary>
    private readonly void AppendMetadata<TReader>(ref TReader reader, ref SeriesState state, bool isNew)
        where TReader : IExpositionReader, allows ref struct
    {
        if (_memory.Families.Last is not { } family || !(isNew || (_memory.Families.HasChanged(family) && TryMakeLabels(ref reader, ref state))))
        {
            return;
        }

        // A family may have no line of its own, and then what was said last is of another one.
        if (FamilyMembers.Has(family.Name, family.Metadata.Type, _settings.Labels.Get(LabelNames.MetricName)))
        {
            _appender.UpdateMetadata(state.Series, family.Metadata);
        }
    }

    private void AppendExemplars<TReader>(ref TReader reader, SeriesRef series, long timeMs)
        where TReader : IExpositionReader, allows ref struct
    {
        if (_exemplarsAreOff)
        {
            return;
        }

        while (reader.ReadExemplar(_settings.ExemplarLabels, out var exemplar))
        {
            if (!exemplar.HasTimestamp && reader.Entry == ExpositionEntry.Histogram)
            {
                continue;
            }

            var outcome = _appender.AppendExemplar(
                series, _settings.ExemplarLabels.View(), exemplar.Value, exemplar.HasTimestamp ? exemplar.TimestampMs : timeMs, exemplar.HasTimestamp);
            _exemplarsAreOff |= outcome == AppendOutcome.ExemplarsDisabled;
            Counts.ExemplarsOutOfOrder += outcome == AppendOutcome.OutOfOrderExemplar ? 1 : 0;
        }
    }
}
