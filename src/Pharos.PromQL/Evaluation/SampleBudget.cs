using Pharos.Model.Histograms;

namespace Pharos.PromQL.Evaluation;

/// <summary>
/// How many samples a query holds in memory, and the most it may. Operators take what they keep beyond the row at hand, before they
/// allocate it. Safe for concurrent use.
/// </summary>
internal sealed class SampleBudget
{
    private readonly long _max;
    private long _held;
    private long _peak;

    public SampleBudget(long max)
    {
        _max = max;
    }

    /// <summary>The most that was held at once.</summary>
    public long Peak => Interlocked.Read(ref _peak);

    /// <summary>What a histogram counts beside floats.</summary>
    public static int Weight(FloatHistogram histogram) => (histogram.Size + 8) / 16;

    public void Take(long samples)
    {
        var held = Interlocked.Add(ref _held, samples);
        if (held > _max)
        {
            throw new QueryException("query processing would load too many samples into memory in query execution");
        }

        var peak = Interlocked.Read(ref _peak);
        while (held > peak)
        {
            peak = Interlocked.CompareExchange(ref _peak, held, peak);
        }
    }

    public void Return(long samples) => Interlocked.Add(ref _held, -samples);
}
