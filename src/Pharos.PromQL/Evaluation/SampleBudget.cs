using Pharos.Model.Histograms;

namespace Pharos.PromQL.Evaluation;

/// <summary>
/// How many samples a query holds in memory, and the most it may. Operators take what they keep beyond the row at hand, before they
/// allocate it. Safe for concurrent use.
/// </summary>
internal sealed class SampleBudget
{
    private readonly long _max;
    private readonly SampleBudget? _total;
    private long _held;
    private long _peak;

    /// <param name="total">What all queries have together, which what is taken here is taken from too.</param>
    public SampleBudget(long max, SampleBudget? total = null)
    {
        _max = max;
        _total = total;
    }

    /// <summary>The most that was held at once.</summary>
    public long Peak => Interlocked.Read(ref _peak);

    /// <summary>What a histogram counts beside floats.</summary>
    public static int Weight(FloatHistogram histogram) => (histogram.Size + 8) / 16;

    public void Take(long samples)
    {
        _total?.TakeShare(samples);
        var held = Interlocked.Add(ref _held, samples);
        if (held > _max)
        {
            throw TooMany($"the limit of a query is {_max}");
        }

        var peak = Interlocked.Read(ref _peak);
        while (held > peak)
        {
            peak = Interlocked.CompareExchange(ref _peak, held, peak);
        }
    }

    public void Return(long samples)
    {
        Interlocked.Add(ref _held, -samples);
        _total?.Return(samples);
    }

    /// <summary>Gives everything back that is still held.</summary>
    public void ReturnAll() => Return(Interlocked.Read(ref _held));

    private static QueryException TooMany(string limit) =>
        new($"query processing would load too many samples into memory in query execution: {limit}");

    private void TakeShare(long samples)
    {
        if (Interlocked.Add(ref _held, samples) > _max)
        {
            Interlocked.Add(ref _held, -samples);
            throw TooMany($"the limit of all queries together is {_max}");
        }
    }
}
