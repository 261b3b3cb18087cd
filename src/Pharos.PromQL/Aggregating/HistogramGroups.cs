using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.PromQL.Annotating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Aggregating;

/// <summary>The histograms' part of a sum or mean: what each step of each group came to, where there are any.</summary>
internal sealed class HistogramGroups
{
    private readonly AggregationCall _call;
    private readonly Func<HistogramTotal> _newTotal;
    private readonly long _noFloatBits;

    /// <summary>For each group a total per step, null where no histogram came; null for groups that have none at all.</summary>
    private readonly List<HistogramTotal?[]?> _groups = [];

    /// <param name="noFloat">What <c>Add</c> is told of a step to which no number was added before.</param>
    public HistogramGroups(AggregationCall call, Func<HistogramTotal> newTotal, double noFloat)
    {
        _call = call;
        _newTotal = newTotal;
        _noFloatBits = BitConverter.DoubleToInt64Bits(noFloat);
    }

    /// <summary>Adds what matters of a row, before its numbers are added.</summary>
    /// <param name="floats">A number per step that tells whether the group had a number there before.</param>
    public void Add(int group, Row row, ReadOnlySpan<double> floats)
    {
        // Fast path: there are no histograms.
        if (!row.HasHistograms && _groups.Count <= group)
        {
            return;
        }

        var totals = _groups.Count > group ? _groups[group] : null;
        if (!row.HasHistograms && totals is null)
        {
            return;
        }

        for (var step = 0; step < row.Steps; step++)
        {
            if (row.HistogramAt(step) is { } histogram)
            {
                totals ??= NewGroup(group, row.Steps);
                Add(ref totals[step], histogram, row.Labels, BitConverter.DoubleToInt64Bits(floats[step]) != _noFloatBits);
            }
            else if (totals?[step] is { } total && Slot.IsPresent(row.Values[step]))
            {
                total.AddFloat();
            }
        }
    }

    /// <summary>Puts histograms in place of numbers at the steps where a histogram came, and nothing where they cannot be combined.</summary>
    public void Finish(int group, Row row)
    {
        if (_groups.Count <= group || _groups[group] is not { } totals)
        {
            return;
        }

        _groups[group] = null;
        for (var step = 0; step < totals.Length; step++)
        {
            if (totals[step] is { } total)
            {
                Finish(step, total, row);
            }
        }
    }

    private HistogramTotal?[] NewGroup(int group, int steps)
    {
        while (_groups.Count <= group)
        {
            _groups.Add(null);
        }

        return _groups[group] = new HistogramTotal?[steps];
    }

    private void Add(ref HistogramTotal? total, FloatHistogram histogram, LabelsView labels, bool hasFloat)
    {
        if (total is null)
        {
            total = _newTotal();
            if (hasFloat)
            {
                total.AddFloat();
                return;
            }

            _call.Run.Budget.Take(SampleBudget.Weight(histogram));
        }

        var result = total.Add(histogram);
        if (result.HasFlag(HistogramMergeResult.IncompatibleSchemas))
        {
            Annotate(Annotations.MixedExponentialAndCustomBuckets(labels.MetricName, _call.Operand));
        }

        if (result.HasFlag(HistogramMergeResult.BoundsReconciled))
        {
            Annotate(Annotations.CustomBucketsReconciled(HistogramOperation.Aggregation, _call.Operand));
        }
    }

    private void Finish(int step, HistogramTotal total, Row row)
    {
        row.Values[step] = Slot.Absent;
        if (total.IsMixed)
        {
            Annotate(Annotations.MixedFloatsAndHistogramsInAggregation(_call.Operand));
        }
        else if (!total.IsIncompatible)
        {
            if (total.HasResetCollision)
            {
                Annotate(Annotations.CounterResetCollision(HistogramOperation.Aggregation, _call.Operand));
            }

            row.SetHistogram(step, total.Result().Compact(0));
        }
    }

    private void Annotate(Annotation annotation) => _call.Run.Annotations.Add(annotation);
}
