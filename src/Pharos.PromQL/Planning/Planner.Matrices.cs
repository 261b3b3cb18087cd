using Pharos.PromQL.Columns;
using Pharos.PromQL.Operators;
using Pharos.PromQL.RangeFunctions;
using Pharos.PromQL.Results;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.Planning;

/// <summary>Expressions whose value is the samples of a range themselves, which an instant query may ask for.</summary>
internal sealed partial class Planner
{
    /// <summary>Evaluates a range selector or a subquery for the one time of a grid; series are in the order of their labels.</summary>
    public List<ResultSeries> Matrix(Expression expression, TimeGrid grid)
    {
        _path.Add(expression);
        var series = expression is Subquery subquery ? SamplesOf(subquery, grid) : SamplesOf((MatrixSelector)expression, grid);
        series.Sort(static (left, right) => left.Labels.CompareTo(right.Labels));
        return series;
    }

    private List<ResultSeries> SamplesOf(Subquery subquery, TimeGrid grid)
    {
        var inner = SubqueryVector(subquery, Times(subquery.Shift, grid), out _);
        return WholeSeries.Read(_run, _run.DelaysNames ? new NameRemoval(_run, inner) : inner).ConvertAll(row => ResultSeries.Of(row, inner.Grid));
    }

    private List<ResultSeries> SamplesOf(MatrixSelector selector, TimeGrid grid)
    {
        var end = Times(selector.Vector.Shift, grid).First;
        var start = end - selector.Range.Resolve(_times.StepMs, _times.RangeMs);
        var shape = Shape(selector);
        var modifier = selector.Vector.Modifier;
        var samples = new SampleColumns(_run, hasStarts: false);
        var result = new List<ResultSeries>();
        var set = Select(selector.Vector, start - shape.BeforeMs + 1, end + shape.AfterMs, end - start, grid).Open();
        Storage.SampleCursor? cursor = null;
        while (set.MoveNext())
        {
            _run.ThrowIfStopped();
            cursor = set.Samples(cursor);
            samples.Load(cursor, start - shape.BeforeMs, end + shape.AfterMs);
            var points = modifier == SelectorModifier.None ? PointsOf(samples) : EdgedSamples.Of(samples, start, end, modifier);
            if (points.Count > 0)
            {
                _run.Budget.Take(points.Count);
                result.Add(ResultSeries.Of(set.Labels.ToLabels(), points));
            }
        }

        return result;
    }

    private static List<ResultPoint> PointsOf(SampleColumns samples)
    {
        var points = new List<ResultPoint>(samples.FloatCount + samples.HistogramCount);
        var histogram = 0;
        for (var i = 0; i < samples.FloatCount; i++)
        {
            for (; histogram < samples.HistogramCount && samples.HistogramTimes[histogram] < samples.FloatTimes[i]; histogram++)
            {
                points.Add(new ResultPoint(samples.HistogramTimes[histogram], Slot.Absent, samples.Histograms[histogram].Copy()));
            }

            points.Add(new ResultPoint(samples.FloatTimes[i], samples.Floats[i], null));
        }

        for (; histogram < samples.HistogramCount; histogram++)
        {
            points.Add(new ResultPoint(samples.HistogramTimes[histogram], Slot.Absent, samples.Histograms[histogram].Copy()));
        }

        return points;
    }
}
