using Pharos.Model.Histograms;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions.Histograms;

/// <summary>How large a share of the observations lies between two values.</summary>
internal sealed class FractionEstimate(ScalarColumn lower, ScalarColumn upper) : HistogramEstimate
{
    public override double Of(int number, int step, FloatHistogram histogram, out HistogramNotes notes) =>
        HistogramFractions.Fraction(lower[step], upper[step], histogram, out notes);

    public override double Of(int number, int step, Span<CumulativeBucket> buckets, out MonotonicityFix fix)
    {
        fix = default;
        return ClassicBuckets.Fraction(lower[step], upper[step], buckets);
    }
}
