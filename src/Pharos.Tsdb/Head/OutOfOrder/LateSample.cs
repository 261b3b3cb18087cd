using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Head.Appending;

namespace Pharos.Tsdb.Head.OutOfOrder;

/// <summary>A sample that came after newer ones of its series: a float, or one of the histograms.</summary>
internal readonly record struct LateSample(long TimestampMs, double Value, Histogram? Histogram = null, FloatHistogram? FloatHistogram = null)
{
    public SampleKind Kind => Histogram is not null ? SampleKind.Histogram : FloatHistogram is not null ? SampleKind.FloatHistogram : SampleKind.Float;

    /// <summary>Adds it to the chunks that are written; true if one ended before it.</summary>
    public bool WriteTo(ChunkSequenceWriter writer)
    {
        if (Histogram is not null)
        {
            return writer.Append(TimestampMs, Histogram);
        }

        return FloatHistogram is not null ? writer.Append(TimestampMs, FloatHistogram) : writer.Append(TimestampMs, Value);
    }

    /// <summary>Adds it to samples of a batch.</summary>
    public void StageIn(StagedSamples samples, uint slot)
    {
        if (Histogram is not null)
        {
            samples.Add(slot, TimestampMs, Histogram);
        }
        else if (FloatHistogram is not null)
        {
            samples.Add(slot, TimestampMs, FloatHistogram);
        }
        else
        {
            samples.Add(slot, TimestampMs, Value);
        }
    }
}
