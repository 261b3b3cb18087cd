using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>
/// The samples of a histogram chunk one after the other, in either direction: what a sample is written as, or read from, depends on the
/// ones before, and having read a chunk to its end leaves the same state as having written it.
/// </summary>
/// <typeparam name="THistogram">The integer or the float histogram.</typeparam>
internal abstract class SampleCoder<THistogram>
{
    /// <summary>The time of the newest sample.</summary>
    public long Time { get; protected set; }

    /// <summary>The difference of the times of the newest two samples.</summary>
    protected long TimeStep { get; set; }

    /// <summary>Whether the newest sample says that the series ended. Only others like it may follow.</summary>
    public abstract bool IsStale { get; }

    /// <summary>The least bits that a bucket takes in the first sample.</summary>
    public abstract int BucketBits { get; }

    /// <summary>A histogram with nothing but the mark of a series that ended.</summary>
    public abstract THistogram Stale { get; }

    public abstract HistogramShape Shape(THistogram histogram);

    /// <summary>Another one without samples.</summary>
    public abstract SampleCoder<THistogram> CreateEmpty();

    /// <summary>Writes a sample that begins a chunk, behind the layout.</summary>
    public abstract void WriteFirst(BitWriter bits, long time, THistogram histogram);

    /// <summary>Writes a sample that has the buckets of the chunk, or is <see cref="Stale"/>.</summary>
    public abstract void WriteNext(BitWriter bits, long time, THistogram histogram);

    public abstract void ReadFirst(ref BitReader bits, HistogramLayout layout);

    public abstract void ReadNext(ref BitReader bits);

    /// <summary>
    /// Makes a histogram the newest sample, but for its hint. Arrays of buckets are kept if they have the right length; the others become
    /// those of the layout.
    /// </summary>
    public abstract void CopyTo(THistogram histogram, HistogramLayout layout);

    /// <summary>Whether a sample counts less than the newest in all.</summary>
    public abstract bool CountFell(THistogram histogram);

    public abstract bool ZeroCountFell(THistogram histogram);

    /// <summary>Whether a bucket of a sample has less than in the newest, or is missing although it was in use.</summary>
    public abstract bool BucketsFell(THistogram histogram, BucketAlignment positive, BucketAlignment negative);

    /// <summary>Makes a histogram the same as a sample of which the buckets are spread over those of chunk and sample.</summary>
    /// <param name="histogram">The sample to spread; or, from the chunk, the same as <paramref name="target"/>.</param>
    /// <param name="positive">Where each bucket of both is in the sample; empty if they are as they should be.</param>
    /// <param name="negative"><inheritdoc cref="Spread" path="/param[@name='positive']"/></param>
    /// <param name="target">Gets new arrays where buckets are spread.</param>
    public abstract void Spread(THistogram histogram, ReadOnlySpan<int> positive, ReadOnlySpan<int> negative, THistogram target);

    protected static bool IsStaleMark(double sum) => SpecialValues.IsStale(sum);

    /// <summary>An array of that length, the one given if it fits.</summary>
    protected static T[] Fit<T>(T[] array, int length) => array.Length == length ? array : length == 0 ? [] : new T[length];
}

/// <summary>The parts of a sample that are alike for integer and float histograms.</summary>
internal readonly ref struct HistogramShape
{
    public required CounterResetHint Hint { get; init; }

    public required int Schema { get; init; }

    public required double ZeroThreshold { get; init; }

    public required double Sum { get; init; }

    public required ReadOnlySpan<BucketSpan> PositiveSpans { get; init; }

    public required ReadOnlySpan<BucketSpan> NegativeSpans { get; init; }

    public required int PositiveBuckets { get; init; }

    public required int NegativeBuckets { get; init; }

    public required double[] CustomValues { get; init; }
}
