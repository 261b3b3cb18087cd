using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;

namespace Pharos.Model.Histograms;

public sealed partial class Histogram
{
    /// <inheritdoc cref="FloatHistogram.ToString"/>
    public override string ToString()
    {
        var text = new ByteBuffer();
        text.Append("{count:"u8);
        HistogramText.AppendCount(text, Count);
        text.Append(", sum:"u8);
        GoFloat.Append(text, Sum);

        // Integer histograms are read upwards only: the negative side is turned round here.
        var negative = new List<HistogramBucket<ulong>>();
        foreach (var bucket in EnumerateNegative())
        {
            negative.Add(bucket);
        }

        for (var i = negative.Count - 1; i >= 0; i--)
        {
            HistogramText.AppendPopulated(text, negative[i]);
        }

        HistogramText.AppendPopulated(text, ZeroBucket);
        foreach (var bucket in EnumeratePositive())
        {
            HistogramText.AppendPopulated(text, bucket);
        }

        text.Append((byte)'}');
        return text.ToString();
    }
}
