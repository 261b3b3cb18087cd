using Pharos.Foundation.Bytes;
using Pharos.Model.Histograms;

namespace Pharos.Tsdb.Wal.Records;

/// <param name="StartTimestampMs">When the counters began, 0 if unknown. Only records of the second version hold it.</param>
public readonly record struct HistogramRecord(ulong Series, long TimestampMs, Histogram Value, long StartTimestampMs = 0)
{
    /// <summary>
    /// Appends a record in the first version with those that have custom buckets, or with those that have not, for a record holds one kind;
    /// nothing if there are none. Returns how many it holds.
    /// </summary>
    public static int Append(ByteBuffer destination, ReadOnlySpan<HistogramRecord> histograms, bool custom)
    {
        var writer = new HistogramEntryWriter(destination, custom ? RecordType.CustomHistograms : RecordType.Histograms);
        foreach (ref readonly var histogram in histograms)
        {
            if (histogram.Value.UsesCustomBuckets == custom)
            {
                writer.Begin(histogram.Series, histogram.TimestampMs);
                HistogramBody.Append(destination, histogram.Value);
            }
        }

        return writer.Count;
    }

    /// <summary>Appends a record in the second version, with start timestamps and both kinds of buckets; nothing if there are none.</summary>
    public static void AppendV2(ByteBuffer destination, ReadOnlySpan<HistogramRecord> histograms)
    {
        var writer = new HistogramEntryWriter(destination, RecordType.HistogramsV2);
        foreach (ref readonly var histogram in histograms)
        {
            writer.BeginV2(histogram.Series, histogram.TimestampMs, histogram.StartTimestampMs);
            HistogramBody.Append(destination, histogram.Value);
        }
    }
}

/// <inheritdoc cref="HistogramRecord"/>
public readonly record struct FloatHistogramRecord(ulong Series, long TimestampMs, FloatHistogram Value, long StartTimestampMs = 0)
{
    /// <inheritdoc cref="HistogramRecord.Append"/>
    public static int Append(ByteBuffer destination, ReadOnlySpan<FloatHistogramRecord> histograms, bool custom)
    {
        var writer = new HistogramEntryWriter(destination, custom ? RecordType.CustomFloatHistograms : RecordType.FloatHistograms);
        foreach (ref readonly var histogram in histograms)
        {
            if (histogram.Value.UsesCustomBuckets == custom)
            {
                writer.Begin(histogram.Series, histogram.TimestampMs);
                HistogramBody.Append(destination, histogram.Value);
            }
        }

        return writer.Count;
    }

    /// <inheritdoc cref="HistogramRecord.AppendV2"/>
    public static void AppendV2(ByteBuffer destination, ReadOnlySpan<FloatHistogramRecord> histograms)
    {
        var writer = new HistogramEntryWriter(destination, RecordType.FloatHistogramsV2);
        foreach (ref readonly var histogram in histograms)
        {
            writer.BeginV2(histogram.Series, histogram.TimestampMs, histogram.StartTimestampMs);
            HistogramBody.Append(destination, histogram.Value);
        }
    }
}
