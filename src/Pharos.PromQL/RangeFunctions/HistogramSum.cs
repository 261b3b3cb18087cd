using Pharos.Model.Histograms;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>A running sum of a window's histograms, with the rounding errors kept beside it.</summary>
internal sealed class HistogramSum
{
    private readonly FloatHistogram _sum;
    private FloatHistogram? _rest;
    private bool _hasReset;
    private bool _hasNoReset;
    private bool _isReconciled;

    public HistogramSum(FloatHistogram first)
    {
        _sum = first.Copy();
        Watch(first);
    }

    public bool HasOverflow => _sum.HasOverflow();

    public WindowNotes Notes =>
        (_hasReset && _hasNoReset ? WindowNotes.ResetCollision : WindowNotes.None) |
        (_isReconciled ? WindowNotes.ReconciledAggregation : WindowNotes.None);

    /// <summary>False, and nothing done, if the one has custom buckets and the other has not.</summary>
    public bool TryAdd(FloatHistogram other)
    {
        Watch(other);
        return TryMerge(other);
    }

    /// <summary>Adds a share of another histogram to a share of this one, of which the shares make one together.</summary>
    public bool TryBlend(FloatHistogram other, double keptShare, double count)
    {
        Watch(other);
        _rest?.Multiply(keptShare);
        _sum.Multiply(keptShare);
        return TryMerge(other.Copy().Divide(count));
    }

    public void Divide(double divisor)
    {
        _sum.Divide(divisor);
        _rest?.Divide(divisor);
    }

    /// <summary>The sum with what was rounded away. Ends the use of this one; the caller owns it.</summary>
    public FloatHistogram Total()
    {
        if (_rest is not null)
        {
            // They have the same layout.
            _ = _sum.Add(_rest);
        }

        return _sum;
    }

    private bool TryMerge(FloatHistogram other)
    {
        var result = _sum.KahanAdd(other, ref _rest);
        _isReconciled |= result.HasFlag(HistogramMergeResult.BoundsReconciled);
        return !result.HasFlag(HistogramMergeResult.IncompatibleSchemas);
    }

    private void Watch(FloatHistogram histogram)
    {
        _hasReset |= histogram.CounterResetHint == CounterResetHint.CounterReset;
        _hasNoReset |= histogram.CounterResetHint == CounterResetHint.NotCounterReset;
    }
}
