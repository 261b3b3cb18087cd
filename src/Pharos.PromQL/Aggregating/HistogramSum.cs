using Pharos.Model.Histograms;

namespace Pharos.PromQL.Aggregating;

internal sealed class HistogramSum : HistogramTotal
{
    private FloatHistogram? _sum;
    private FloatHistogram? _compensation;

    public override FloatHistogram Result()
    {
        _sum ??= First!.Copy();
        if (_compensation is not null)
        {
            _sum.Add(_compensation);
        }

        return _sum;
    }

    protected override HistogramMergeResult Combine(FloatHistogram histogram)
    {
        _sum ??= First!.Copy();
        return _sum.KahanAdd(histogram, ref _compensation);
    }
}
