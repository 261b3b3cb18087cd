using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Samples of integer histograms: the first in full, all others by how much the change of each number since the sample before differs
/// from the change before that.
/// </summary>
internal sealed class IntegerSampleCoder : SampleCoder<Histogram>
{
    private ulong _count;
    private ulong _zeroCount;
    private long _countStep;
    private long _zeroCountStep;
    private XorValue _sum;
    private long[] _positive = [];
    private long[] _negative = [];
    private long[] _positiveSteps = [];
    private long[] _negativeSteps = [];

    public override bool IsStale => IsStaleMark(_sum.Value);

    public override int BucketBits => 1;

    public override Histogram Stale { get; } = new() { Sum = SpecialValues.StaleNaN };

    public override HistogramShape Shape(Histogram histogram) => new()
    {
        Hint = histogram.CounterResetHint,
        Schema = histogram.Schema,
        ZeroThreshold = histogram.ZeroThreshold,
        Sum = histogram.Sum,
        PositiveSpans = histogram.PositiveSpans,
        NegativeSpans = histogram.NegativeSpans,
        PositiveBuckets = histogram.PositiveBuckets.Length,
        NegativeBuckets = histogram.NegativeBuckets.Length,
        CustomValues = histogram.CustomValues,
    };

    public override SampleCoder<Histogram> CreateEmpty() => new IntegerSampleCoder();

    public override void WriteFirst(BitWriter bits, long time, Histogram histogram)
    {
        Begin(histogram.PositiveBuckets.Length, histogram.NegativeBuckets.Length);
        Time = time;
        _count = histogram.Count;
        _zeroCount = histogram.ZeroCount;
        _sum = new XorValue(histogram.Sum);
        bits.PutVarBits(time);
        bits.PutVarBitsUnsigned(_count);
        bits.PutVarBitsUnsigned(_zeroCount);
        bits.PutDouble(histogram.Sum);
        WriteFirst(bits, histogram.PositiveBuckets, _positive);
        WriteFirst(bits, histogram.NegativeBuckets, _negative);
    }

    public override void WriteNext(BitWriter bits, long time, Histogram histogram)
    {
        var timeStep = time - Time;
        bits.PutVarBits(timeStep - TimeStep);
        Time = time;
        TimeStep = timeStep;
        if (IsStaleMark(histogram.Sum))
        {
            bits.PutVarBits(0);
            bits.PutVarBits(0);
            _sum.Write(bits, histogram.Sum);
            return;
        }

        var countStep = (long)(histogram.Count - _count);
        var zeroCountStep = (long)(histogram.ZeroCount - _zeroCount);
        bits.PutVarBits(countStep - _countStep);
        bits.PutVarBits(zeroCountStep - _zeroCountStep);
        _count = histogram.Count;
        _zeroCount = histogram.ZeroCount;
        _countStep = countStep;
        _zeroCountStep = zeroCountStep;
        _sum.Write(bits, histogram.Sum);
        WriteNext(bits, histogram.PositiveBuckets, _positive, _positiveSteps);
        WriteNext(bits, histogram.NegativeBuckets, _negative, _negativeSteps);
    }

    public override void ReadFirst(ref BitReader bits, HistogramLayout layout)
    {
        Begin(layout.PositiveBuckets, layout.NegativeBuckets);
        Time = bits.ReadVarBits();
        _count = bits.ReadVarBitsUnsigned();
        _zeroCount = bits.ReadVarBitsUnsigned();
        _sum = new XorValue(bits.ReadDouble());
        ReadFirst(ref bits, _positive);
        ReadFirst(ref bits, _negative);
    }

    public override void ReadNext(ref BitReader bits)
    {
        TimeStep += bits.ReadVarBits();
        Time += TimeStep;
        _countStep += bits.ReadVarBits();
        _zeroCountStep += bits.ReadVarBits();
        _count += (ulong)_countStep;
        _zeroCount += (ulong)_zeroCountStep;
        _sum.Read(ref bits);
        if (!IsStale)
        {
            ReadNext(ref bits, _positive, _positiveSteps);
            ReadNext(ref bits, _negative, _negativeSteps);
        }
    }

    public override void CopyTo(Histogram histogram, HistogramLayout layout)
    {
        histogram.Schema = layout.Schema;
        histogram.ZeroThreshold = layout.ZeroThreshold;
        histogram.ZeroCount = _zeroCount;
        histogram.Count = _count;
        histogram.Sum = _sum.Value;
        histogram.PositiveSpans = layout.PositiveSpans;
        histogram.NegativeSpans = layout.NegativeSpans;
        histogram.CustomValues = layout.CustomValues;
        histogram.PositiveBuckets = Fit(histogram.PositiveBuckets, _positive.Length);
        histogram.NegativeBuckets = Fit(histogram.NegativeBuckets, _negative.Length);
        _positive.CopyTo(histogram.PositiveBuckets, 0);
        _negative.CopyTo(histogram.NegativeBuckets, 0);
    }

    /// <summary>As <see cref="CopyTo(Histogram, HistogramLayout)"/>, with counts of any value.</summary>
    public void CopyTo(FloatHistogram histogram, HistogramLayout layout)
    {
        histogram.Schema = layout.Schema;
        histogram.ZeroThreshold = layout.ZeroThreshold;
        histogram.ZeroCount = _zeroCount;
        histogram.Count = _count;
        histogram.Sum = _sum.Value;
        histogram.PositiveSpans = layout.PositiveSpans;
        histogram.NegativeSpans = layout.NegativeSpans;
        histogram.CustomValues = layout.CustomValues;
        histogram.PositiveBuckets = Fit(histogram.PositiveBuckets, _positive.Length);
        histogram.NegativeBuckets = Fit(histogram.NegativeBuckets, _negative.Length);
        Sum(_positive, histogram.PositiveBuckets);
        Sum(_negative, histogram.NegativeBuckets);
    }

    public override bool CountFell(Histogram histogram) => histogram.Count < _count;

    public override bool ZeroCountFell(Histogram histogram) => histogram.ZeroCount < _zeroCount;

    public override bool BucketsFell(Histogram histogram, BucketAlignment positive, BucketAlignment negative) =>
        positive.FellInDifferences(_positive, histogram.PositiveBuckets) || negative.FellInDifferences(_negative, histogram.NegativeBuckets);

    public override void Spread(Histogram histogram, ReadOnlySpan<int> positive, ReadOnlySpan<int> negative, Histogram target)
    {
        target.Count = histogram.Count;
        target.ZeroCount = histogram.ZeroCount;
        target.Sum = histogram.Sum;
        target.PositiveBuckets = Spread(positive, histogram.PositiveBuckets);
        target.NegativeBuckets = Spread(negative, histogram.NegativeBuckets);
    }

    private static long[] Spread(ReadOnlySpan<int> places, long[] buckets) =>
        places.IsEmpty ? buckets : BucketAlignment.SpreadDifferences(places, buckets);

    private static void WriteFirst(BitWriter bits, long[] buckets, long[] state)
    {
        foreach (var bucket in buckets)
        {
            bits.PutVarBits(bucket);
        }

        buckets.CopyTo(state, 0);
    }

    private static void WriteNext(BitWriter bits, long[] buckets, long[] state, long[] steps)
    {
        for (var i = 0; i < buckets.Length; i++)
        {
            var step = buckets[i] - state[i];
            bits.PutVarBits(step - steps[i]);
            steps[i] = step;
            state[i] = buckets[i];
        }
    }

    private static void ReadFirst(ref BitReader bits, long[] state)
    {
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = bits.ReadVarBits();
        }
    }

    private static void ReadNext(ref BitReader bits, long[] state, long[] steps)
    {
        for (var i = 0; i < state.Length; i++)
        {
            steps[i] += bits.ReadVarBits();
            state[i] += steps[i];
        }
    }

    private static void Sum(long[] differences, double[] counts)
    {
        // Summed as doubles, as Prometheus does when it reads: beyond 2^53 that is not the same.
        double count = 0;
        for (var i = 0; i < differences.Length; i++)
        {
            count += differences[i];
            counts[i] = count;
        }
    }

    private void Begin(int positive, int negative)
    {
        TimeStep = 0;
        _countStep = 0;
        _zeroCountStep = 0;
        _positive = Fit(_positive, positive);
        _negative = Fit(_negative, negative);
        _positiveSteps = Fit(_positiveSteps, positive);
        _negativeSteps = Fit(_negativeSteps, negative);
        _positiveSteps.AsSpan().Clear();
        _negativeSteps.AsSpan().Clear();
    }
}
