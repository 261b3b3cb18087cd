using Pharos.Model.Histograms;
using Pharos.PromQL.Annotating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Aggregating;

/// <summary>Makes one series of all series of a group. Series come in any order, groups are numbered from 0 as they come up.</summary>
internal abstract class Accumulator
{
    private bool _isHistogramIgnored;

    protected Accumulator(AggregationCall call)
    {
        Call = call;
    }

    protected AggregationCall Call { get; }

    /// <param name="group">One of those before, or the number of those before.</param>
    public abstract void Add(int group, Row row);

    /// <summary>Called after the last series came, be there any or not.</summary>
    public virtual void Complete()
    {
    }

    /// <summary>Writes a group's result.</summary>
    /// <param name="row">Has no samples.</param>
    public abstract void Finish(int group, Row row);

    protected void Annotate(Annotation annotation) => Call.Run.Annotations.Add(annotation);

    /// <summary>Says that histograms are left out, if the row has any.</summary>
    protected void IgnoreHistograms(Row row)
    {
        if (row.HasHistograms && !_isHistogramIgnored && row.Histograms.ContainsAnyExcept((FloatHistogram?)null))
        {
            _isHistogramIgnored = true;
            Annotate(Annotations.HistogramIgnoredInAggregation(AggregateOperators.Name(Call.Expression.Operator), Call.Operand));
        }
    }
}
