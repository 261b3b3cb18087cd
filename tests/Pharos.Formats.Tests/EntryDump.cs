using System.Globalization;
using System.Text;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Tests;

/// <summary>What a reader gives, a line of text per entry, to compare readers and to write expectations down.</summary>
public static class EntryDump
{
    public static List<string> Lines<TReader>(ref TReader reader)
        where TReader : IExpositionReader, allows ref struct
    {
        var lines = new List<string>();
        return TryAddLines(ref reader, lines) is { } broken ? throw broken : lines;
    }

    /// <summary>Adds the lines up to where the exposition is broken; the result says how, or is null.</summary>
    public static ExpositionException? TryAddLines<TReader>(ref TReader reader, List<string> lines)
        where TReader : IExpositionReader, allows ref struct
    {
        var labels = new LabelsBuilder();
        try
        {
            while (reader.Read())
            {
                lines.Add(Line(ref reader, labels));
            }

            return null;
        }
        catch (ExpositionException e)
        {
            return e;
        }
    }

    private static string Line<TReader>(ref TReader reader, LabelsBuilder labels)
        where TReader : IExpositionReader, allows ref struct
    {
        switch (reader.Entry)
        {
            case ExpositionEntry.Type:
                return $"type {Text(reader.FamilyName)} {Text(MetricTypes.Name(reader.Type))}";
            case ExpositionEntry.Help:
                return $"help {Text(reader.FamilyName)} {Text(reader.Text)}";
            case ExpositionEntry.Unit:
                return $"unit {Text(reader.FamilyName)} {Text(reader.Text)}";
            case ExpositionEntry.Comment:
                return $"comment {Text(reader.Text)}";
        }

        var line = new StringBuilder();
        reader.ReadLabels(labels);
        line.Append(reader.Entry == ExpositionEntry.Series ? "series " : "histogram ").Append(labels);
        line.Append(' ').Append(reader.Entry == ExpositionEntry.Series ? Number(reader.Value) : Histogram(ref reader));
        line.Append(" ts=").Append(reader.HasTimestamp ? reader.TimestampMs.ToString(CultureInfo.InvariantCulture) : "none");
        line.Append(" st=").Append(reader.ReadStartTimestamp().ToString(CultureInfo.InvariantCulture));
        while (reader.ReadExemplar(labels, out var exemplar))
        {
            line.Append(" # ").Append(labels).Append(' ').Append(Number(exemplar.Value));
            line.Append(' ').Append(exemplar.HasTimestamp ? exemplar.TimestampMs.ToString(CultureInfo.InvariantCulture) : "none");
        }

        return line.ToString();
    }

    public static string Number(double value) => double.IsNaN(value) ? "NaN" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Histogram<TReader>(ref TReader reader)
        where TReader : IExpositionReader, allows ref struct => reader.Histogram is { } integer
        ? Describe(
            integer.CounterResetHint, integer.Schema, integer.ZeroThreshold, $"{integer.ZeroCount}", $"{integer.Count}", integer.Sum,
            integer.PositiveSpans, string.Join(',', integer.PositiveBuckets),
            integer.NegativeSpans, string.Join(',', integer.NegativeBuckets), integer.CustomValues)
        : Describe(reader.FloatHistogram!);

    private static string Describe(FloatHistogram histogram) => Describe(
        histogram.CounterResetHint, histogram.Schema, histogram.ZeroThreshold,
        Number(histogram.ZeroCount), Number(histogram.Count) + "f", histogram.Sum,
        histogram.PositiveSpans, string.Join(',', histogram.PositiveBuckets.Select(Number)),
        histogram.NegativeSpans, string.Join(',', histogram.NegativeBuckets.Select(Number)), histogram.CustomValues);

    public static string Describe(
        CounterResetHint hint, int schema, double zeroThreshold, string zeroCount, string count, double sum,
        BucketSpan[] positiveSpans, string positive, BucketSpan[] negativeSpans, string negative, double[] customValues) =>
        $"{{hint:{(int)hint} schema:{schema} zero:{Number(zeroThreshold)}/{zeroCount} count:{count} sum:{Number(sum)}"
        + $" +[{Spans(positiveSpans)}]({positive}) -[{Spans(negativeSpans)}]({negative})"
        + $" custom:{string.Join(',', customValues.Select(Number))}}}";

    private static string Spans(BucketSpan[] spans) => string.Join(' ', spans.Select(span => $"{span.Offset}:{span.Length}"));

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
