using System.Numerics;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;

namespace Pharos.Model.Histograms;

/// <summary>
/// One bucket with its bounds and what it counts. <paramref name="Index"/> is its number in the schema; in the zero bucket it means
/// nothing.
/// </summary>
public readonly record struct HistogramBucket<TCount>(
    double Lower, double Upper, bool LowerInclusive, bool UpperInclusive, TCount Count, int Index)
    where TCount : unmanaged, INumber<TCount>
{
    internal static HistogramBucket<TCount> Zero(double threshold, TCount count) => new(-threshold, threshold, true, true, count, 0);

    /// <summary>A bucket beside the zero bucket; the bounds are taken as seen from zero and mirrored if it is a negative one.</summary>
    internal static HistogramBucket<TCount> Of(int index, TCount count, int schema, ReadOnlySpan<double> customValues, bool isPositive)
    {
        var near = BucketBounds.Upper(index - 1, schema, customValues);
        var far = BucketBounds.Upper(index, schema, customValues);
        var lower = isPositive ? near : -far;
        var upper = isPositive ? far : -near;
        return HistogramSchema.IsCustom(schema)
            ? new HistogramBucket<TCount>(lower, upper, index == 0, true, count, index)
            : new HistogramBucket<TCount>(lower, upper, lower < 0, upper > 0, count, index);
    }

    /// <summary>
    /// The share of the bucket's width at or below <paramref name="value"/>, which lies strictly between finite bounds. Observations are
    /// taken to be spread evenly, on a linear scale or on a logarithmic one.
    /// </summary>
    public double FractionBelow(double value, bool isLinear)
    {
        if (isLinear)
        {
            return (value - Lower) / (Upper - Lower);
        }

        var logLower = GoMath.Log2(Math.Abs(Lower));
        var logUpper = GoMath.Log2(Math.Abs(Upper));
        var logValue = GoMath.Log2(Math.Abs(value));
        return value > 0
            ? (logValue - logLower) / (logUpper - logLower)
            : 1 - (logValue - logUpper) / (logLower - logUpper);
    }

    /// <summary>In the notation of intervals: <c>(1,2]:3</c>.</summary>
    public override string ToString()
    {
        var text = new ByteBuffer(64);
        AppendTo(text);
        return text.ToString();
    }

    internal void AppendTo(ByteBuffer text)
    {
        text.Append(LowerInclusive ? (byte)'[' : (byte)'(');
        GoFloat.Append(text, Lower);
        text.Append((byte)',');
        GoFloat.Append(text, Upper);
        text.Append(UpperInclusive ? (byte)']' : (byte)')');
        text.Append((byte)':');
        HistogramText.AppendCount(text, Count);
    }
}
