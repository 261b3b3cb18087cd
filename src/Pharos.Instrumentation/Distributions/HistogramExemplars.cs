using Pharos.Model;

namespace Pharos.Instrumentation.Distributions;

/// <summary>
/// The exemplars of a histogram: the last one of each classic bucket and, if it is native, the last few of all. Nothing is allocated
/// before the first. Safe for concurrent use.
/// </summary>
internal sealed class HistogramExemplars
{
    private const int NativeExemplars = 10;

    private readonly int _buckets;
    private readonly bool _isNative;
    private Exemplar?[]? _ofBuckets;
    private Exemplar?[]? _ofNative;
    private uint _next;

    public HistogramExemplars(int buckets, bool isNative)
    {
        _buckets = buckets;
        _isNative = isNative;
    }

    public void Keep(int bucket, Exemplar exemplar)
    {
        Volatile.Write(ref Made(ref _ofBuckets, _buckets)[bucket], exemplar);
        if (_isNative)
        {
            var at = (Interlocked.Increment(ref _next) - 1) % NativeExemplars;
            Volatile.Write(ref Made(ref _ofNative, NativeExemplars)[at], exemplar);
        }
    }

    public Exemplar? OfBucket(int bucket) => Volatile.Read(ref _ofBuckets) is { } kept ? Volatile.Read(ref kept[bucket]) : null;

    /// <summary>The exemplars of the native form in the scratch's memory, ordered by time.</summary>
    public ReadOnlySpan<Exemplar> CopyNative(CollectionScratch scratch)
    {
        if (Volatile.Read(ref _ofNative) is not { } kept)
        {
            return default;
        }

        var copy = scratch.Exemplars(NativeExemplars);
        var count = 0;
        foreach (ref var place in kept.AsSpan())
        {
            if (Volatile.Read(ref place) is { } exemplar)
            {
                copy[count++] = exemplar;
            }
        }

        copy = copy[..count];
        copy.Sort(ByTime);
        return copy;
    }

    private static int ByTime(Exemplar left, Exemplar right) => Nullable.Compare(left.TimestampMs, right.TimestampMs);

    private static Exemplar?[] Made(ref Exemplar?[]? place, int length) =>
        Volatile.Read(ref place) ?? Interlocked.CompareExchange(ref place, new Exemplar?[length], null) ?? place!;
}
