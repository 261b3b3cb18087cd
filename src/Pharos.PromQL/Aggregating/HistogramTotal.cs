using Pharos.Model.Histograms;

namespace Pharos.PromQL.Aggregating;

/// <summary>What the histograms of one group come to at one step.</summary>
internal abstract class HistogramTotal
{
    private bool _isResetSeen;
    private bool _isNoResetSeen;

    /// <summary>Whether a number came as well, which makes the result void.</summary>
    public bool IsMixed { get; private set; }

    /// <summary>Whether both kinds of buckets came, which makes the result void.</summary>
    public bool IsIncompatible { get; private set; }

    /// <summary>Whether one histogram said that a counter was reset and another one that none was.</summary>
    public bool HasResetCollision => _isResetSeen && _isNoResetSeen;

    /// <summary>The first histogram, which is the row's; what the others are combined to is the subclass's matter.</summary>
    protected FloatHistogram? First { get; private set; }

    public void AddFloat()
    {
        // What comes after the result has become void is not looked at.
        IsMixed |= !IsIncompatible;
    }

    /// <param name="histogram">Stays as it is, and is referred to from here on.</param>
    public HistogramMergeResult Add(FloatHistogram histogram)
    {
        // Behind a number histograms make no difference.
        if (IsIncompatible || (IsMixed && First is null))
        {
            return HistogramMergeResult.None;
        }

        _isResetSeen |= histogram.CounterResetHint == CounterResetHint.CounterReset;
        _isNoResetSeen |= histogram.CounterResetHint == CounterResetHint.NotCounterReset;
        if (First is null)
        {
            First = histogram;
            return HistogramMergeResult.None;
        }

        var result = Combine(histogram);
        IsIncompatible = result.HasFlag(HistogramMergeResult.IncompatibleSchemas);
        return result;
    }

    /// <summary>Gives the result away: nothing may be added afterwards.</summary>
    public abstract FloatHistogram Result();

    /// <summary>Adds a histogram after the first one.</summary>
    protected abstract HistogramMergeResult Combine(FloatHistogram histogram);
}
