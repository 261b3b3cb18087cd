using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Formats;

/// <summary>What an exposition reader stands on.</summary>
public enum ExpositionEntry : byte
{
    /// <summary>Nothing yet, or the exposition has ended.</summary>
    None,
    Type,
    Help,
    Unit,

    /// <summary>A remark that means nothing.</summary>
    Comment,

    /// <summary>A series with a number as its value.</summary>
    Series,

    /// <summary>A series with a native histogram as its value.</summary>
    Histogram,
}

/// <summary>
/// Pulls one entry after the other out of a complete exposition in memory. Implementations are ref structs over the caller's bytes;
/// code that reads is generic over the reader, so that the calls are direct:
/// <code>void Append&lt;TReader&gt;(ref TReader reader) where TReader : IExpositionReader, allows ref struct</code>
/// </summary>
/// <remarks>
/// Every span is valid until the next <see cref="Read"/>. Reading allocates nothing per entry, except for histograms.
/// Broken input throws <see cref="ExpositionException"/>, which names the place; the reader is of no use afterwards.
/// </remarks>
public interface IExpositionReader
{
    ExpositionEntry Entry { get; }

    /// <summary>On type, help and unit entries: the metric family's name, as it stands in the input, without quotes.</summary>
    ReadOnlySpan<byte> FamilyName { get; }

    /// <summary>On a type entry: that type. On series: the type of the family announced last.</summary>
    MetricType Type { get; }

    /// <summary>On help, unit and comment entries: the text, unescaped.</summary>
    ReadOnlySpan<byte> Text { get; }

    /// <summary>
    /// On series and histograms: bytes that identify the series within its target, equal from scrape to scrape; the key of the scrape
    /// cache. In text formats the metric name and labels as they stand in the line.
    /// </summary>
    ReadOnlySpan<byte> Series { get; }

    double Value { get; }

    /// <summary>The sample's own timestamp in milliseconds, if it has one.</summary>
    bool HasTimestamp { get; }

    long TimestampMs { get; }

    /// <summary>The native histogram of a histogram entry: an integer one, or a float one and null here. The caller owns it.</summary>
    Histogram? Histogram { get; }

    FloatHistogram? FloatHistogram { get; }

    /// <summary>Moves to the next entry; false at the end.</summary>
    bool Read();

    /// <summary>
    /// Puts the labels of the current series into the builder, which it empties first. Metric name included, values unescaped,
    /// <c>le</c> and <c>quantile</c> written as OpenMetrics writes floats.
    /// </summary>
    void ReadLabels(LabelsBuilder labels);

    /// <summary>The series' start timestamp in milliseconds, 0 if unknown. May look ahead; call after <see cref="ReadLabels"/>.</summary>
    long ReadStartTimestamp();

    /// <summary>Takes the next exemplar of the current series; false when there is none left.</summary>
    bool ReadExemplar(LabelsBuilder labels, out ExemplarValue exemplar);
}

/// <summary>An exemplar without its labels, which go into the caller's builder.</summary>
public readonly record struct ExemplarValue(double Value, bool HasTimestamp, long TimestampMs);

/// <summary>What a scrape wants from the readers; the fields of the scrape configuration that reach so far down.</summary>
public sealed record ExpositionOptions
{
    public static ExpositionOptions Default { get; } = new();

    /// <summary>Adds type and unit of the family as labels <c>__type__</c> and <c>__unit__</c>.</summary>
    public bool AddTypeAndUnitLabels { get; init; }

    /// <summary>Leaves out all native parts of histograms, as if they were not there (protobuf only).</summary>
    public bool IgnoreNativeHistograms { get; init; }

    /// <summary>Turns classic histograms into native ones with custom buckets.</summary>
    public bool ConvertClassicHistograms { get; init; }

    /// <summary>Gives classic series also where the histogram is native or was converted.</summary>
    public bool KeepClassicHistograms { get; init; }

    /// <summary>Takes OpenMetrics <c>_created</c> lines as start timestamps only and not as series.</summary>
    public bool SkipCreatedSeries { get; init; }
}
