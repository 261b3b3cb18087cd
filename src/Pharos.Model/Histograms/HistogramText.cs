using System.Globalization;
using System.Numerics;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;

namespace Pharos.Model.Histograms;

/// <summary>Pieces of histograms as text.</summary>
internal static class HistogramText
{
    public static string Format(double value)
    {
        var text = new ByteBuffer(GoFloat.MaxLength);
        GoFloat.Append(text, value);
        return text.ToString();
    }

    public static void AppendCount<TCount>(ByteBuffer text, TCount count)
        where TCount : unmanaged, INumber<TCount>
    {
        if (typeof(TCount) == typeof(double))
        {
            GoFloat.Append(text, double.CreateTruncating(count));
            return;
        }

        count.TryFormat(text.GetSpan(GoFloat.MaxLength), out var length, default, CultureInfo.InvariantCulture);
        text.Advance(length);
    }

    /// <summary>Adds a bucket to a list of them if it counts something.</summary>
    public static void AppendPopulated<TCount>(ByteBuffer text, HistogramBucket<TCount> bucket)
        where TCount : unmanaged, INumber<TCount>
    {
        if (bucket.Count != TCount.Zero)
        {
            text.Append(", "u8);
            bucket.AppendTo(text);
        }
    }
}
