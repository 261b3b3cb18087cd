using System.Globalization;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;

namespace Pharos.Model.Histograms;

public sealed partial class FloatHistogram
{
    /// <summary>More buckets than this in one row are not written out as a test expression.</summary>
    private const int MaxTestExpressionBuckets = 1_000_000;

    /// <summary>As Prometheus prints it: <c>{count:3, sum:4.5, [-1,-0.5):1, (1,2]:2}</c>, only buckets that count something.</summary>
    public override string ToString()
    {
        var text = new ByteBuffer();
        text.Append("{count:"u8);
        GoFloat.Append(text, Count);
        text.Append(", sum:"u8);
        GoFloat.Append(text, Sum);
        foreach (var bucket in EnumerateNegativeAscending())
        {
            HistogramText.AppendPopulated(text, bucket);
        }

        if (ZeroCount != 0)
        {
            HistogramText.AppendPopulated(text, ZeroBucket);
        }

        foreach (var bucket in EnumeratePositive())
        {
            HistogramText.AppendPopulated(text, bucket);
        }

        text.Append((byte)'}');
        return text.ToString();
    }

    /// <summary>As a literal in rule unit tests: <c>{{schema:1 count:3 sum:4.5 buckets:[1 2]}}</c>.</summary>
    /// <exception cref="InvalidOperationException">The first and last bucket are too far apart to write out what is between.</exception>
    public string ToTestExpression()
    {
        RequireShort(PositiveSpans);
        RequireShort(NegativeSpans);
        var whole = Copy().Compact(int.MaxValue);
        var text = new ByteBuffer();
        text.Append("{{"u8);
        if (Schema != 0)
        {
            text.Append(string.Create(CultureInfo.InvariantCulture, $"schema:{Schema} "));
        }

        AppendUnlessZero(text, "count:"u8, whole.Count);
        AppendUnlessZero(text, "sum:"u8, whole.Sum);
        AppendUnlessZero(text, "z_bucket:"u8, whole.ZeroCount);
        AppendUnlessZero(text, "z_bucket_w:"u8, whole.ZeroThreshold);
        if (UsesCustomBuckets)
        {
            AppendList(text, "custom_values:["u8, whole.CustomValues);
        }

        text.Append(CounterResetHint switch
        {
            CounterResetHint.CounterReset => "counter_reset_hint:reset ",
            CounterResetHint.NotCounterReset => "counter_reset_hint:not_reset ",
            CounterResetHint.Gauge => "counter_reset_hint:gauge ",
            _ => "",
        });
        AppendSide(text, "offset:", "buckets:["u8, whole.Positive);
        AppendSide(text, "n_offset:", "n_buckets:["u8, whole.Negative);
        if (text.Written[^1] == (byte)' ')
        {
            text.Truncate(text.Length - 1);
        }

        text.Append("}}"u8);
        return text.ToString();
    }

    private static void AppendUnlessZero(ByteBuffer text, ReadOnlySpan<byte> name, double value)
    {
        if (value != 0)
        {
            text.Append(name);
            GoFloat.Append(text, value);
            text.Append((byte)' ');
        }
    }

    private static void AppendSide(ByteBuffer text, string offsetName, ReadOnlySpan<byte> bucketsName, BucketSide side)
    {
        if (side.Spans.Length > 0 && side.Spans[0].Offset != 0)
        {
            text.Append(string.Create(CultureInfo.InvariantCulture, $"{offsetName}{side.Spans[0].Offset} "));
        }

        if (side.Buckets.Length > 0)
        {
            AppendList(text, bucketsName, side.Buckets);
        }
    }

    private static void AppendList(ByteBuffer text, ReadOnlySpan<byte> name, double[] values)
    {
        text.Append(name);
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                text.Append((byte)' ');
            }

            GoFloat.Append(text, values[i]);
        }

        text.Append("] "u8);
    }

    private static void RequireShort(BucketSpan[] spans)
    {
        long length = 0;
        for (var i = 0; i < spans.Length; i++)
        {
            length += spans[i].Length + (i > 0 ? (long)spans[i].Offset : 0);
        }

        if (length > MaxTestExpressionBuckets)
        {
            throw new InvalidOperationException($"A histogram whose buckets span {length} indexes cannot be written as a test expression.");
        }
    }
}
