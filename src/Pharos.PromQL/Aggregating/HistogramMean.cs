using Pharos.Model.Histograms;

namespace Pharos.PromQL.Aggregating;

/// <summary>The mean of histograms: their sum divided by their count, or a running mean from where the sum would overflow.</summary>
internal sealed class HistogramMean : HistogramTotal
{
    private readonly Spare _spare;
    private double _count = 1;
    private bool _isRunning;

    /// <summary>The sum, or the running mean.</summary>
    private FloatHistogram? _total;
    private FloatHistogram? _compensation;

    public HistogramMean(Spare spare)
    {
        _spare = spare;
    }

    public override FloatHistogram Result()
    {
        _total ??= First!.Copy();
        if (!_isRunning)
        {
            _total.Divide(_count);
            _compensation?.Divide(_count);
        }

        if (_compensation is not null)
        {
            _total.Add(_compensation);
        }

        return _total;
    }

    protected override HistogramMergeResult Combine(FloatHistogram histogram)
    {
        _total ??= First!.Copy();
        _count++;
        if (!_isRunning)
        {
            var result = AddToSum(histogram);
            if (!_isRunning)
            {
                return result;
            }

            // The annotation that a sum was reconciled stands, though the sum itself was taken back.
            return result | AddToMean(histogram);
        }

        return AddToMean(histogram);
    }

    /// <summary>Adds to the sum, or takes back what was added and changes over to a running mean.</summary>
    private HistogramMergeResult AddToSum(FloatHistogram histogram)
    {
        var hadCompensation = _compensation is not null;
        _total!.CopyTo(_spare.Total);
        _compensation?.CopyTo(_spare.Compensation);
        var result = _total.KahanAdd(histogram, ref _compensation);
        if (result.HasFlag(HistogramMergeResult.IncompatibleSchemas) || !_total.HasOverflow())
        {
            return result;
        }

        (_total, _spare.Total) = (_spare.Total, _total);
        if (hadCompensation)
        {
            (_compensation, _spare.Compensation) = (_spare.Compensation, _compensation!);
        }
        else
        {
            _compensation = null;
        }

        _isRunning = true;
        _total.Divide(_count - 1);
        _compensation?.Divide(_count - 1);
        return result;
    }

    private HistogramMergeResult AddToMean(FloatHistogram histogram)
    {
        var share = (_count - 1) / _count;
        _compensation?.Multiply(share);
        return _total!.Multiply(share).KahanAdd(histogram.Copy().Divide(_count), ref _compensation);
    }

    /// <summary>Room to put a sum aside that an addition may overflow, for the totals of one query that are added to in turn.</summary>
    internal sealed class Spare
    {
        public FloatHistogram Total { get; set; } = new();

        public FloatHistogram Compensation { get; set; } = new();
    }
}
