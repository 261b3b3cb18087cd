using Pharos.Model.Histograms;

namespace Pharos.Storage;

/// <summary>
/// Reads the samples of one series forward, many at a time. Times strictly increase. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// Floats come in columns through <see cref="ReadFloats(Span{long}, Span{double})"/>; where a histogram is next, it stops,
/// <see cref="Peek"/> says so, and <see cref="ReadHistogram"/> or <see cref="ReadFloatHistogram"/> takes that one.
/// </remarks>
public abstract class SampleCursor
{
    /// <summary>The kind of the sample that is read next, <see cref="SampleKind.None"/> at the end.</summary>
    public abstract SampleKind Peek();

    /// <summary>Passes over all samples before the time. Never goes back.</summary>
    public abstract void Seek(long timestampMs);

    /// <summary>
    /// Fills the columns with the floats that come next, up to their length or to the next histogram or the end; 0 only if no float is
    /// next. The columns have the same length, at least 1.
    /// </summary>
    public abstract int ReadFloats(Span<long> timestampsMs, Span<double> values);

    /// <summary>As the other, with when the counter of each sample began, 0 if unknown; that column may also be empty.</summary>
    public virtual int ReadFloats(Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs)
    {
        var read = ReadFloats(timestampsMs, values);
        startTimestampsMs[..Math.Min(read, startTimestampsMs.Length)].Clear();
        return read;
    }

    /// <summary>Takes the integer histogram that is next into <paramref name="histogram"/> and returns its time.</summary>
    public abstract long ReadHistogram(Histogram histogram);

    /// <summary>Takes the histogram that is next, integer or float, as floats, and returns its time.</summary>
    public abstract long ReadFloatHistogram(FloatHistogram histogram);

    /// <summary>When the counter of the sample read last began, 0 if unknown.</summary>
    public virtual long StartTimestampMs => 0;
}
