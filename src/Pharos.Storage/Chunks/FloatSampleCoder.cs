using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Samples of float histograms: the first in full, all others with each number as the difference of its bits to the sample before, in a
/// window of its own.
/// </summary>
internal sealed class FloatSampleCoder : SampleCoder<FloatHistogram>
{
    private XorValue _count;
    private XorValue _zeroCount;
    private XorValue _sum;
    private XorValue[] _positive = [];
    private XorValue[] _negative = [];

    public override bool IsStale => IsStaleMark(_sum.Value);

    public override int BucketBits => 64;

    public override FloatHistogram Stale { get; } = new() { Sum = SpecialValues.StaleNaN };

    public override HistogramShape Shape(FloatHistogram histogram) => new()
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

    public override SampleCoder<FloatHistogram> CreateEmpty() => new FloatSampleCoder();

    public override void WriteFirst(BitWriter bits, long time, FloatHistogram histogram)
    {
        Begin(histogram.PositiveBuckets.Length, histogram.NegativeBuckets.Length);
        Time = time;
        bits.PutVarBits(time);
        _count = WriteWhole(bits, histogram.Count);
        _zeroCount = WriteWhole(bits, histogram.ZeroCount);
        _sum = WriteWhole(bits, histogram.Sum);
        WriteFirst(bits, histogram.PositiveBuckets, _positive);
        WriteFirst(bits, histogram.NegativeBuckets, _negative);
    }

    public override void WriteNext(BitWriter bits, long time, FloatHistogram histogram)
    {
        var timeStep = time - Time;
        bits.PutVarBits(timeStep - TimeStep);
        Time = time;
        TimeStep = timeStep;
        _count.Write(bits, histogram.Count);
        _zeroCount.Write(bits, histogram.ZeroCount);
        _sum.Write(bits, histogram.Sum);
        WriteNext(bits, histogram.PositiveBuckets, _positive);
        WriteNext(bits, histogram.NegativeBuckets, _negative);
    }

    public override void ReadFirst(ref BitReader bits, HistogramLayout layout)
    {
        Begin(layout.PositiveBuckets, layout.NegativeBuckets);
        Time = bits.ReadVarBits();
        _count = new XorValue(bits.ReadDouble());
        _zeroCount = new XorValue(bits.ReadDouble());
        _sum = new XorValue(bits.ReadDouble());
        ReadFirst(ref bits, _positive);
        ReadFirst(ref bits, _negative);
    }

    public override void ReadNext(ref BitReader bits)
    {
        TimeStep += bits.ReadVarBits();
        Time += TimeStep;
        _count.Read(ref bits);
        _zeroCount.Read(ref bits);
        _sum.Read(ref bits);
        if (!IsStale)
        {
            ReadNext(ref bits, _positive);
            ReadNext(ref bits, _negative);
        }
    }

    public override void CopyTo(FloatHistogram histogram, HistogramLayout layout)
    {
        histogram.Schema = layout.Schema;
        histogram.ZeroThreshold = layout.ZeroThreshold;
        histogram.ZeroCount = _zeroCount.Value;
        histogram.Count = _count.Value;
        histogram.Sum = _sum.Value;
        histogram.PositiveSpans = layout.PositiveSpans;
        histogram.NegativeSpans = layout.NegativeSpans;
        histogram.CustomValues = layout.CustomValues;
        histogram.PositiveBuckets = Fit(histogram.PositiveBuckets, _positive.Length);
        histogram.NegativeBuckets = Fit(histogram.NegativeBuckets, _negative.Length);
        CopyValues(_positive, histogram.PositiveBuckets);
        CopyValues(_negative, histogram.NegativeBuckets);
    }

    public override bool CountFell(FloatHistogram histogram) => histogram.Count < _count.Value;

    public override bool ZeroCountFell(FloatHistogram histogram) => histogram.ZeroCount < _zeroCount.Value;

    public override bool BucketsFell(FloatHistogram histogram, BucketAlignment positive, BucketAlignment negative) =>
        positive.Fell(_positive, histogram.PositiveBuckets) || negative.Fell(_negative, histogram.NegativeBuckets);

    public override void Spread(FloatHistogram histogram, ReadOnlySpan<int> positive, ReadOnlySpan<int> negative, FloatHistogram target)
    {
        target.Count = histogram.Count;
        target.ZeroCount = histogram.ZeroCount;
        target.Sum = histogram.Sum;
        target.PositiveBuckets = Spread(positive, histogram.PositiveBuckets);
        target.NegativeBuckets = Spread(negative, histogram.NegativeBuckets);
    }

    private static double[] Spread(ReadOnlySpan<int> places, double[] buckets) =>
        places.IsEmpty ? buckets : BucketAlignment.Spread(places, buckets);

    private static XorValue WriteWhole(BitWriter bits, double value)
    {
        bits.PutDouble(value);
        return new XorValue(value);
    }

    private static void WriteFirst(BitWriter bits, double[] buckets, XorValue[] state)
    {
        for (var i = 0; i < buckets.Length; i++)
        {
            state[i] = WriteWhole(bits, buckets[i]);
        }
    }

    private static void WriteNext(BitWriter bits, double[] buckets, XorValue[] state)
    {
        for (var i = 0; i < buckets.Length; i++)
        {
            state[i].Write(bits, buckets[i]);
        }
    }

    private static void ReadFirst(ref BitReader bits, XorValue[] state)
    {
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = new XorValue(bits.ReadDouble());
        }
    }

    private static void ReadNext(ref BitReader bits, XorValue[] state)
    {
        for (var i = 0; i < state.Length; i++)
        {
            state[i].Read(ref bits);
        }
    }

    private static void CopyValues(XorValue[] state, double[] buckets)
    {
        for (var i = 0; i < state.Length; i++)
        {
            buckets[i] = state[i].Value;
        }
    }

    private void Begin(int positive, int negative)
    {
        TimeStep = 0;
        _positive = Fit(_positive, positive);
        _negative = Fit(_negative, negative);
    }
}
