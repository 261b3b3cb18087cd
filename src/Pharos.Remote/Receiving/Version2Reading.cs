using System.Text;
using Pharos.Formats.RemoteWrite;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Remote.Receiving;

/// <summary>
/// Puts one request of version 2 into a batch: what is right of it, whatever else is wrong. Throws <see cref="ProtoException"/> for what is none.
/// </summary>
/// <remarks>Texts stand in a table once; the key of a series is made of the keys of its symbols.</remarks>
internal ref struct Version2Reading(
    ReadOnlySpan<byte> message, IAppender appender, KnownSeries known, RequestScratch scratch, WriteReceiverOptions options, long latestMs)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private SeriesBatch _batch = new(appender, latestMs);
    private long _samples;
    private long _histograms;
    private long _exemplars;

    public RequestComplaints Complaints { get; } = new();

    /// <summary>Samples of series whose labels are not sound.</summary>
    public int InvalidLabels { get; private set; }

    public int ExemplarsOutOfOrder { get; private set; }

    /// <summary>Samples of series whose metadata was not stored.</summary>
    public long WithoutMetadata { get; private set; }

    /// <summary>What is in the batch.</summary>
    public readonly WrittenCounts Written => new(_samples, _histograms, _exemplars);

    /// <summary>What the store failed at, so that the batch is to be thrown away; null if it did not.</summary>
    public string? Failure { get; private set; }

    public void Append()
    {
        ReadSymbols();
        var request = new ProtoReader(_message);
        while (request.MoveNext() && Failure is null)
        {
            if (request.Field == WriteRequest2Fields.Series)
            {
                Append(request.ReadRange());
            }
            else
            {
                request.Skip();
            }
        }
    }

    private readonly void ReadSymbols()
    {
        // They may stand behind the series that need them.
        var request = new ProtoReader(_message);
        while (request.MoveNext())
        {
            if (request.Field == WriteRequest2Fields.Symbol)
            {
                var place = request.ReadRange();
                scratch.Symbols.Add((place, SeriesKey.Of(_message[place.Start..place.End])));
            }
            else
            {
                request.Skip();
            }
        }
    }

    private void Append(ProtoRange range)
    {
        var parts = new ProtoReader(_message, range);
        if (!TryReadRefs(parts, out var samples) || !TryReadMetadata(parts, out var metadata))
        {
            return;
        }

        var key = KeyOf(metadata);
        if (!known.TryGet(key, out var found) || !TryAppend(parts, found, default, samples))
        {
            if (!TryReadLabels(metadata, samples))
            {
                return;
            }

            TryAppend(parts, SeriesRef.None, scratch.Labels.View(), samples);
            if (!_batch.Series.IsNone)
            {
                known.Set(key, _batch.Series);
            }
        }

        if (options.StoresMetadata && !_batch.Series.IsNone && Failure is null
            && appender.UpdateMetadata(_batch.Series, new MetricMetadata(metadata.Type, Text(metadata.Unit), Text(metadata.Help))) != AppendOutcome.Accepted)
        {
            WithoutMetadata += samples;
        }
    }

    /// <summary>Reads which symbols the labels are, and counts samples and histograms.</summary>
    private bool TryReadRefs(ProtoReader series, out int samples)
    {
        scratch.Refs.Clear();
        samples = 0;
        while (series.MoveNext())
        {
            if (series.Field == WriteRequest2Fields.SeriesLabels)
            {
                ReadRefs(ref series, scratch.Refs);
                continue;
            }

            samples += series.Field is WriteRequest2Fields.SeriesSample or WriteRequest2Fields.SeriesHistogram ? 1 : 0;
            series.Skip();
        }

        if (Complaint(scratch.Refs) is not { } complaint)
        {
            return true;
        }

        Complaints.Add($"parsing labels for series [{string.Join(' ', scratch.Refs)}]: {complaint}");
        InvalidLabels += samples;
        return false;
    }

    /// <summary>One by one or packed.</summary>
    private static void ReadRefs(ref ProtoReader field, List<uint> refs)
    {
        if (field.WireType != ProtoWireType.Bytes)
        {
            refs.Add((uint)field.ReadVarInt());
            return;
        }

        for (var packed = field.ReadMessage(); !packed.IsAtEnd;)
        {
            refs.Add((uint)packed.TakeVarInt());
        }
    }

    private readonly string? Complaint(List<uint> refs)
    {
        if (refs.Count % 2 != 0)
        {
            return $"invalid labelRefs length {refs.Count}";
        }

        for (var i = 0; i < refs.Count; i += 2)
        {
            if (refs[i] >= scratch.Symbols.Count || refs[i + 1] >= scratch.Symbols.Count)
            {
                return $"labelRefs {i} (name) = {refs[i]} or {i + 1} (value) = {refs[i + 1]} outside of symbols table (size {scratch.Symbols.Count})";
            }
        }

        return null;
    }

    private bool TryReadMetadata(ProtoReader series, out Metadata metadata)
    {
        metadata = default;
        while (series.MoveNext())
        {
            if (series.Field == WriteRequest2Fields.SeriesMetadata)
            {
                metadata = ReadMetadata(series.ReadMessage());
            }
            else
            {
                series.Skip();
            }
        }

        if (metadata.Help < scratch.Symbols.Count && metadata.Unit < scratch.Symbols.Count)
        {
            return true;
        }

        if (metadata is { Help: 0, Unit: 0 })
        {
            // There are no symbols, and none is asked for.
            return true;
        }

        Complaints.Add(
            $"parsing metadata for series [{string.Join(' ', scratch.Refs)}]: helpRef {metadata.Help} or unitRef {metadata.Unit} outside of symbols table (size {scratch.Symbols.Count})");
        return false;
    }

    private static Metadata ReadMetadata(ProtoReader message)
    {
        var metadata = default(Metadata);
        while (message.MoveNext())
        {
            switch (message.Field)
            {
                case WriteRequest2Fields.MetadataType:
                    var type = message.ReadVarInt();
                    metadata.Type = type <= (ulong)MetricType.StateSet ? (MetricType)type : MetricType.Unknown;
                    break;
                case WriteRequest2Fields.MetadataHelp: metadata.Help = (uint)message.ReadVarInt(); break;
                case WriteRequest2Fields.MetadataUnit: metadata.Unit = (uint)message.ReadVarInt(); break;
                default: message.Skip(); break;
            }
        }

        return metadata;
    }

    private readonly SeriesKey KeyOf(in Metadata metadata)
    {
        var symbols = scratch.Symbols;
        var key = SeriesKey.BeginList();
        foreach (var reference in scratch.Refs)
        {
            key = key.Add(symbols[(int)reference].Key);
        }

        if (options.AddsTypeAndUnit)
        {
            key = key.Add(new SeriesKey((ulong)metadata.Type, 0));
            key = metadata.Unit == 0 ? key : key.Add(symbols[(int)metadata.Unit].Key);
        }

        return key.Finish();
    }

    private bool TryReadLabels(in Metadata metadata, int samples)
    {
        var labels = scratch.Labels;
        labels.Reset();
        for (var i = 0; i < scratch.Refs.Count; i += 2)
        {
            labels.Add(Symbol(scratch.Refs[i]), Symbol(scratch.Refs[i + 1]));
        }

        if (options.AddsTypeAndUnit && (metadata.Type != MetricType.Unknown || !Symbol(metadata.Unit).IsEmpty))
        {
            labels.Set(LabelNames.MetricType, metadata.Type == MetricType.Unknown ? default : MetricTypes.Name(metadata.Type));
            labels.Set(LabelNames.MetricUnit, Symbol(metadata.Unit));
        }

        if (ReceivedLabels.Complaint(labels) is { } complaint)
        {
            Complaints.Add(complaint);
            InvalidLabels += samples;
            return false;
        }

        if (samples == 0)
        {
            Complaints.Add($"TimeSeries must contain at least one sample or histogram for series {labels}");
            return false;
        }

        return true;
    }

    /// <summary>False if the store does not know the reference any more, and nothing was appended.</summary>
    private bool TryAppend(ProtoReader parts, SeriesRef series, LabelsView labels, int samples)
    {
        _batch.Series = series;
        if (samples == 0 && !series.IsNone)
        {
            return false;
        }

        var exemplars = parts;
        while (parts.MoveNext() && Failure is null)
        {
            SampleOutcome outcome;
            switch (parts.Field)
            {
                case WriteRequest2Fields.SeriesSample:
                    outcome = _batch.Append(labels, SampleReader.Read(parts.ReadBytes()));
                    _samples += outcome.IsAccepted ? 1 : 0;
                    break;
                case WriteRequest2Fields.SeriesHistogram:
                    outcome = _batch.Append(labels, HistogramReader.Read(parts.ReadMessage()));
                    _histograms += outcome.IsAccepted ? 1 : 0;
                    break;
                default:
                    parts.Skip();
                    continue;
            }

            if (labels.IsEmpty && outcome.Outcome == AppendOutcome.UnknownSeries)
            {
                return false;
            }

            Note(outcome);
        }

        AppendExemplars(exemplars);
        return true;
    }

    private void Note(in SampleOutcome outcome)
    {
        if (outcome.IsSendersFault)
        {
            Complaints.Add($"{outcome.Message} for series {LabelsText()}");
        }
        else if (!outcome.IsAccepted)
        {
            Failure = outcome.Message;
        }
    }

    /// <summary>Behind the samples, for they belong to the series that these make.</summary>
    private void AppendExemplars(ProtoReader parts)
    {
        while (parts.MoveNext() && Failure is null)
        {
            if (parts.Field != WriteRequest2Fields.SeriesExemplar)
            {
                parts.Skip();
                continue;
            }

            if (!TryReadExemplar(parts.ReadMessage(), out var value, out var timestampMs))
            {
                continue;
            }

            // Only one that is late counts as a fault of its sender.
            var outcome = _batch.AppendExemplar(scratch.ExemplarLabels.View(), value, timestampMs).Outcome;
            _exemplars += outcome == AppendOutcome.Accepted ? 1 : 0;
            if (outcome == AppendOutcome.OutOfOrderExemplar)
            {
                ExemplarsOutOfOrder++;
                Complaints.Add($"{outcome.Message()} for series {LabelsText()}");
            }
        }
    }

    private readonly bool TryReadExemplar(ProtoReader exemplar, out double value, out long timestampMs)
    {
        var refs = scratch.ExemplarRefs;
        refs.Clear();
        (value, timestampMs) = (0, 0);
        while (exemplar.MoveNext())
        {
            switch (exemplar.Field)
            {
                case WriteRequest2Fields.ExemplarLabels: ReadRefs(ref exemplar, refs); break;
                case WriteRequest2Fields.ExemplarValue: value = exemplar.ReadDouble(); break;
                case WriteRequest2Fields.ExemplarTimestamp: timestampMs = (long)exemplar.ReadVarInt(); break;
                default: exemplar.Skip(); break;
            }
        }

        if (Complaint(refs) is { } complaint)
        {
            Complaints.Add($"parsing exemplar for series {LabelsText()}: {complaint}");
            return false;
        }

        scratch.ExemplarLabels.Reset();
        for (var i = 0; i < refs.Count; i += 2)
        {
            scratch.ExemplarLabels.AddAsIs(Symbol(refs[i]), Symbol(refs[i + 1]));
        }

        return true;
    }

    private readonly string LabelsText()
    {
        var labels = new LabelsBuilder();
        for (var i = 0; i < scratch.Refs.Count; i += 2)
        {
            labels.Add(Symbol(scratch.Refs[i]), Symbol(scratch.Refs[i + 1]));
        }

        return labels.ToString();
    }

    /// <summary>Number 0 is empty by the protocol, also where there is no table.</summary>
    private readonly ReadOnlySpan<byte> Symbol(uint number) =>
        number < scratch.Symbols.Count ? _message[scratch.Symbols[(int)number].Place.Start..scratch.Symbols[(int)number].Place.End] : default;

    private readonly string Text(uint symbol) => Encoding.UTF8.GetString(Symbol(symbol));

    private struct Metadata
    {
        public MetricType Type;
        public uint Help;
        public uint Unit;
    }
}
