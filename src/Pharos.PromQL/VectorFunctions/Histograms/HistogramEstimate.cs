using Pharos.Model.Histograms;

namespace Pharos.PromQL.VectorFunctions.Histograms;

/// <summary>Numbers that are estimated from histograms, one or several of each. The arguments may differ from step to step.</summary>
internal abstract class HistogramEstimate
{
    /// <summary>How many numbers there are of each histogram.</summary>
    public virtual int Count => 1;

    /// <summary>Says what is wrong with the arguments, before anything is estimated.</summary>
    public virtual void Check()
    {
    }

    /// <param name="number">Which estimate, from 0.</param>
    public abstract double Of(int number, int step, FloatHistogram histogram, out HistogramNotes notes);

    /// <param name="number">Which estimate, from 0.</param>
    /// <param name="buckets">At least one, in the order of their bounds; they may be changed.</param>
    public abstract double Of(int number, int step, Span<CumulativeBucket> buckets, out MonotonicityFix fix);

    /// <summary>Estimates several steps at once, where that is possible without a look at each.</summary>
    /// <param name="number">Which estimate, from 0.</param>
    /// <param name="step">The first of the steps.</param>
    /// <param name="results">As long as there are steps to be estimated; to be ignored if the result is false.</param>
    public virtual bool TryMany(int number, int step, ClassicGroup group, Span<double> results) => false;
}
