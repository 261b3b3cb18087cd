namespace Pharos.Compatibility.Tests.Queries.Data;

/// <summary>What a histogram has counted, from tick to tick.</summary>
/// <param name="resetEvery">After how many ticks on average it begins again; 0 for never.</param>
internal sealed class Observations(int seed, int buckets, int resetEvery)
{
    private readonly Random _random = new(seed);
    private int _tick = -1;

    public long[] Buckets { get; } = new long[buckets];

    public double Sum { get; private set; }

    public long Total => Through(Buckets.Length - 1);

    /// <summary>As it is at that tick. Ticks do not go back.</summary>
    public Observations At(int tick)
    {
        if (tick == _tick)
        {
            return this;
        }

        _tick = tick;
        if (resetEvery > 0 && _random.Next(resetEvery) == 0)
        {
            Array.Clear(Buckets);
            Sum = 0;
        }

        for (var i = _random.Next(12); i > 0; i--)
        {
            var bucket = (_random.Next(Buckets.Length) + _random.Next(Buckets.Length)) / 2;
            Buckets[bucket]++;
            Sum += 0.06 * (bucket + _random.NextDouble());
        }

        return this;
    }

    /// <summary>How many are in this bucket or an earlier one.</summary>
    public long Through(int bucket)
    {
        var total = 0L;
        foreach (var count in Buckets.AsSpan(0, bucket + 1))
        {
            total += count;
        }

        return total;
    }
}
