namespace Pharos.Instrumentation.Distributions;

/// <summary>
/// Estimates quantiles in bounded memory: counts observations in exponential buckets on both sides of zero, and starts with buckets so
/// narrow that an estimate is within <see cref="RelativeError"/> of an observation that has the rank. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// The bound is on the value and not on the rank: a p99 of 100 ms is given as 98.9 to 101.1 ms whatever the distribution. With more
/// than <see cref="MaxBuckets"/> (observations over more than nine decades) the resolution is halved, and the error doubles with it.
/// Sketches can be added up, which the windows of a summary use. NaN has no rank and is not counted.
/// </remarks>
internal sealed class Sketch
{
    public const int MaxBuckets = 1024;

    /// <summary>Half the width of a bucket: (f-1)/(f+1), where f = 2^(1/32) is the ratio of its bounds.</summary>
    public const double RelativeError = 0.010831;

    private const int FinestSchema = 5;

    private readonly SparseBuckets _positive = new();
    private readonly SparseBuckets _negative = new();
    private int _schema = FinestSchema;
    private ulong _zeros;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    public ulong Count { get; private set; }

    public void Add(double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        if (value == 0)
        {
            _zeros++;
        }
        else
        {
            var side = value > 0 ? _positive : _negative;
            side.Add(ExponentialBuckets.IndexOf(Math.Abs(value), _schema), 1);
        }

        Count++;
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
        KeepToLimit();
    }

    public void AddAll(Sketch other)
    {
        if (other.Count == 0)
        {
            return;
        }

        while (_schema > other._schema)
        {
            Halve();
        }

        AddSide(_positive, other._positive, other._schema);
        AddSide(_negative, other._negative, other._schema);
        _zeros += other._zeros;
        Count += other.Count;
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
        KeepToLimit();
    }

    public void Clear()
    {
        _positive.Clear();
        _negative.Clear();
        _schema = FinestSchema;
        _zeros = 0;
        Count = 0;
        _min = double.PositiveInfinity;
        _max = double.NegativeInfinity;
    }

    /// <summary>
    /// An estimate of the smallest observation that at least this share of them is at or below; NaN if there are none. 0 and 1 give the
    /// smallest and the largest one exactly.
    /// </summary>
    public double Quantile(double share)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        var rank = (ulong)Math.Clamp(Math.Ceiling(share * Count), 1, Count);
        if (rank == 1)
        {
            return _min;
        }

        return rank == Count ? _max : Math.Clamp(EstimateAt(rank), _min, _max);
    }

    private double EstimateAt(ulong rank)
    {
        // From the most negative observation to the largest.
        for (var i = _negative.Length - 1; i >= 0; i--)
        {
            if (rank <= _negative.Counts[i])
            {
                return -MiddleOf(_negative.Indexes[i]);
            }

            rank -= _negative.Counts[i];
        }

        if (rank <= _zeros)
        {
            return 0;
        }

        rank -= _zeros;
        for (var i = 0; i < _positive.Length; i++)
        {
            if (rank <= _positive.Counts[i])
            {
                return MiddleOf(_positive.Indexes[i]);
            }

            rank -= _positive.Counts[i];
        }

        return _max;
    }

    /// <summary>The number that is equally far, in proportion, from both bounds.</summary>
    private double MiddleOf(int index)
    {
        var upper = ExponentialBuckets.UpperBound(index, _schema);
        var lower = ExponentialBuckets.UpperBound(index - 1, _schema);
        return double.IsFinite(upper) && lower > 0 ? upper * (2 * (lower / upper) / (1 + (lower / upper))) : upper;
    }

    private void AddSide(SparseBuckets target, SparseBuckets source, int sourceSchema)
    {
        var indexes = source.Indexes;
        var counts = source.Counts;
        for (var i = 0; i < indexes.Length; i++)
        {
            var index = indexes[i];
            for (var schema = sourceSchema; schema > _schema; schema--)
            {
                index = ExponentialBuckets.Halve(index);
            }

            target.Add(index, counts[i]);
        }
    }

    private void KeepToLimit()
    {
        while (_positive.Length + _negative.Length > MaxBuckets)
        {
            Halve();
        }
    }

    private void Halve()
    {
        _positive.Halve();
        _negative.Halve();
        _schema--;
    }
}
