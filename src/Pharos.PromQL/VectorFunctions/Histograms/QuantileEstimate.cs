using Pharos.Model.Histograms;
using Pharos.PromQL.Annotating;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.VectorFunctions.Histograms;

/// <summary>One or several quantiles.</summary>
/// <param name="quantiles">Which ones, with the place of each in the query.</param>
internal sealed class QuantileEstimate(QueryRun run, IReadOnlyList<(ScalarColumn Column, TextSpan Position)> quantiles) : HistogramEstimate
{
    public override int Count => quantiles.Count;

    public override void Check()
    {
        foreach (var (column, position) in quantiles)
        {
            var last = 0.5;
            foreach (var quantile in column.Numbers)
            {
                if (quantile is not (>= 0 and <= 1) && !quantile.Equals(last))
                {
                    run.Annotations.Add(Annotations.InvalidQuantile(quantile, position));
                }

                last = quantile;
            }
        }
    }

    public override double Of(int number, int step, FloatHistogram histogram, out HistogramNotes notes) =>
        HistogramQuantiles.Quantile(quantiles[number].Column[step], histogram, out notes);

    public override double Of(int number, int step, Span<CumulativeBucket> buckets, out MonotonicityFix fix) =>
        ClassicBuckets.Quantile(quantiles[number].Column[step], buckets, out fix);

    public override bool TryMany(int number, int step, ClassicGroup group, Span<double> results) =>
        QuantileLanes.TryCalculate(group, step, quantiles[number].Column.Numbers.Slice(step, results.Length), results);
}
