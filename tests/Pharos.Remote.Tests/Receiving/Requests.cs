using System.Text;
using Pharos.Formats.RemoteWrite;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Remote.Tests.Receiving;

/// <summary>A series as a test wants it sent.</summary>
internal sealed record Sent((string Name, string Value)[] Labels)
{
    public (long TimestampMs, double Value, long StartMs)[] Samples { get; init; } = [];

    public (long TimestampMs, Histogram Value)[] Histograms { get; init; } = [];

    public (long TimestampMs, FloatHistogram Value)[] FloatHistograms { get; init; } = [];

    public ((string Name, string Value)[] Labels, double Value, long TimestampMs)[] Exemplars { get; init; } = [];

    public (MetricType Type, string Help, string Unit)? Metadata { get; init; }

    /// <summary>Whether the samples stand before the labels, which nobody does and the format allows.</summary>
    public bool HasLabelsLast { get; init; }

    public static Sent Float(string name, long timestampMs, double value) =>
        new([("__name__", name), ("job", "test")]) { Samples = [(timestampMs, value, 0)] };
}

/// <summary>Requests of remote write, as a sender of either version encodes them.</summary>
internal static class Requests
{
    public static byte[] Version1(params ReadOnlySpan<Sent> series)
    {
        var buffer = new ByteBuffer();
        var writer = new ProtoWriter(buffer);
        foreach (var one in series)
        {
            var message = writer.BeginMessage(WriteRequestFields.Series);
            if (!one.HasLabelsLast)
            {
                WriteLabels(writer, one.Labels);
            }

            WriteSamples(writer, one.Samples, WriteRequestFields.SeriesSample);
            foreach (var (labels, value, timestampMs) in one.Exemplars)
            {
                var exemplar = writer.BeginMessage(WriteRequestFields.SeriesExemplar);
                WriteLabels(writer, labels);
                writer.Double(WriteRequestFields.ExemplarValue, value);
                writer.VarInt(WriteRequestFields.ExemplarTimestamp, (ulong)timestampMs);
                writer.EndMessage(exemplar);
            }

            WriteHistograms(writer, one, WriteRequestFields.SeriesHistogram);
            if (one.HasLabelsLast)
            {
                WriteLabels(writer, one.Labels);
            }

            writer.EndMessage(message);
        }

        return buffer.Written.ToArray();
    }

    public static byte[] Version2(params ReadOnlySpan<Sent> series)
    {
        var symbols = new List<string> { "" };
        var buffer = new ByteBuffer();
        var writer = new ProtoWriter(buffer);
        foreach (var one in series)
        {
            var message = writer.BeginMessage(WriteRequest2Fields.Series);
            WriteRefs(writer, WriteRequest2Fields.SeriesLabels, one.Labels, symbols);
            WriteSamples(writer, one.Samples, WriteRequest2Fields.SeriesSample);
            WriteHistograms(writer, one, WriteRequest2Fields.SeriesHistogram);
            foreach (var (labels, value, timestampMs) in one.Exemplars)
            {
                var exemplar = writer.BeginMessage(WriteRequest2Fields.SeriesExemplar);
                WriteRefs(writer, WriteRequest2Fields.ExemplarLabels, labels, symbols);
                writer.Double(WriteRequest2Fields.ExemplarValue, value);
                writer.VarInt(WriteRequest2Fields.ExemplarTimestamp, (ulong)timestampMs);
                writer.EndMessage(exemplar);
            }

            if (one.Metadata is var (type, help, unit))
            {
                var metadata = writer.BeginMessage(WriteRequest2Fields.SeriesMetadata);
                writer.VarInt(WriteRequest2Fields.MetadataType, (ulong)type);
                writer.VarInt(WriteRequest2Fields.MetadataHelp, Symbol(symbols, help));
                writer.VarInt(WriteRequest2Fields.MetadataUnit, Symbol(symbols, unit));
                writer.EndMessage(metadata);
            }

            writer.EndMessage(message);
        }

        // Behind the series: the format does not say where they stand.
        symbols.ForEach(symbol => writer.Bytes(WriteRequest2Fields.Symbol, Encoding.UTF8.GetBytes(symbol)));
        return buffer.Written.ToArray();
    }

    public static byte[] Histogram(Histogram? integer, FloatHistogram? floats, long timestampMs)
    {
        var buffer = new ByteBuffer();
        WriteHistogram(new ProtoWriter(buffer), integer, floats, timestampMs);
        return buffer.Written.ToArray();
    }

    private static void WriteLabels(ProtoWriter writer, (string Name, string Value)[] labels)
    {
        foreach (var (name, value) in labels)
        {
            var label = writer.BeginMessage(LabelReader.LabelField);
            writer.Bytes(1, Encoding.UTF8.GetBytes(name));
            writer.Bytes(2, Encoding.UTF8.GetBytes(value));
            writer.EndMessage(label);
        }
    }

    private static void WriteRefs(ProtoWriter writer, int field, (string Name, string Value)[] labels, List<string> symbols)
    {
        var packed = new ByteBuffer();
        foreach (var (name, value) in labels)
        {
            packed.AppendVarInt(Symbol(symbols, name));
            packed.AppendVarInt(Symbol(symbols, value));
        }

        writer.Bytes(field, packed.Written);
    }

    private static ulong Symbol(List<string> symbols, string text)
    {
        if (symbols.IndexOf(text) is var found and >= 0)
        {
            return (ulong)found;
        }

        symbols.Add(text);
        return (ulong)(symbols.Count - 1);
    }

    private static void WriteSamples(ProtoWriter writer, (long TimestampMs, double Value, long StartMs)[] samples, int field)
    {
        foreach (var (timestampMs, value, startMs) in samples)
        {
            var sample = writer.BeginMessage(field);
            writer.Double(1, value);
            writer.VarInt(2, (ulong)timestampMs);
            if (startMs != 0)
            {
                writer.VarInt(3, (ulong)startMs);
            }

            writer.EndMessage(sample);
        }
    }

    private static void WriteHistograms(ProtoWriter writer, Sent series, int field)
    {
        foreach (var (timestampMs, value) in series.Histograms)
        {
            writer.Bytes(field, Histogram(value, null, timestampMs));
        }

        foreach (var (timestampMs, value) in series.FloatHistograms)
        {
            writer.Bytes(field, Histogram(null, value, timestampMs));
        }
    }

    private static void WriteHistogram(ProtoWriter writer, Histogram? integer, FloatHistogram? floats, long timestampMs)
    {
        if (integer is not null)
        {
            writer.VarInt(1, integer.Count);
            writer.VarInt(6, integer.ZeroCount);
        }
        else
        {
            writer.Double(2, floats!.Count);
            writer.Double(7, floats.ZeroCount);
        }

        writer.Double(3, integer?.Sum ?? floats!.Sum);
        writer.Signed(4, integer?.Schema ?? floats!.Schema);
        writer.Double(5, integer?.ZeroThreshold ?? floats!.ZeroThreshold);
        WriteSpans(writer, 8, integer?.NegativeSpans ?? floats!.NegativeSpans);
        WriteSpans(writer, 11, integer?.PositiveSpans ?? floats!.PositiveSpans);
        WriteDeltas(writer, 9, integer?.NegativeBuckets ?? []);
        WriteDeltas(writer, 12, integer?.PositiveBuckets ?? []);
        WriteDoubles(writer, 10, floats?.NegativeBuckets ?? []);
        WriteDoubles(writer, 13, floats?.PositiveBuckets ?? []);
        writer.VarInt(14, (ulong)(integer?.CounterResetHint ?? floats!.CounterResetHint));
        writer.VarInt(15, (ulong)timestampMs);
        WriteDoubles(writer, 16, integer?.CustomValues ?? floats!.CustomValues);
    }

    private static void WriteSpans(ProtoWriter writer, int field, BucketSpan[] spans)
    {
        foreach (var span in spans)
        {
            var message = writer.BeginMessage(field);
            writer.Signed(1, span.Offset);
            writer.VarInt(2, span.Length);
            writer.EndMessage(message);
        }
    }

    /// <summary>The first one alone and the others packed: both are allowed.</summary>
    private static void WriteDeltas(ProtoWriter writer, int field, long[] deltas)
    {
        if (deltas.Length == 0)
        {
            return;
        }

        writer.Signed(field, deltas[0]);
        var packed = new ByteBuffer();
        foreach (var delta in deltas.AsSpan(1))
        {
            packed.AppendVarInt((ulong)(delta << 1) ^ (ulong)(delta >> 63));
        }

        writer.Bytes(field, packed.Written);
    }

    private static void WriteDoubles(ProtoWriter writer, int field, double[] values)
    {
        if (values.Length == 0)
        {
            return;
        }

        writer.Double(field, values[0]);
        writer.Bytes(field, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan(1)));
    }
}
