using Pharos.Instrumentation.Distributions;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation;

/// <summary>
/// Memory that a collection uses again and again, so that it allocates nothing once it has met its largest metric. Each span is valid
/// until the next call of the same kind.
/// </summary>
internal sealed class CollectionScratch
{
    private ClassicBucket[] _buckets = new ClassicBucket[16];
    private QuantileValue[] _quantiles = new QuantileValue[8];
    private Exemplar[] _exemplars = [];
    private HistogramCell[] _histograms = [];

    public Sketch Sketch { get; } = new();

    public Span<ClassicBucket> Buckets(int count) => Take(ref _buckets, count);

    public Span<QuantileValue> Quantiles(int count) => Take(ref _quantiles, count);

    public Span<Exemplar> Exemplars(int count) => Take(ref _exemplars, count);

    /// <summary>An empty cell with so many classic buckets. There is one for each number of them, of which a program has few.</summary>
    public HistogramCell HistogramOf(int classicBuckets)
    {
        foreach (var cell in _histograms)
        {
            if (cell.Classic.Length == classicBuckets)
            {
                cell.Clear();
                return cell;
            }
        }

        var made = new HistogramCell(classicBuckets);
        _histograms = [.. _histograms, made];
        return made;
    }

    private static Span<T> Take<T>(ref T[] memory, int count)
    {
        if (memory.Length < count)
        {
            memory = new T[count];
        }

        return memory.AsSpan(0, count);
    }
}
