using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Windows;

/// <summary>What a function over ranges is told about the place it is called at.</summary>
/// <param name="Grid">The steps at which it is called.</param>
/// <param name="FirstArgument">Where annotations about the samples point to.</param>
/// <param name="Call">The whole call.</param>
/// <param name="Scalars">The scalar arguments in their order, a number per step each.</param>
internal sealed record RangeCall(QueryRun Run, TimeGrid Grid, TextSpan FirstArgument, TextSpan Call, ScalarColumn[] Scalars);

/// <summary>
/// Makes a number or a histogram of each step's window. It may keep memory from series to series, so each thread has its own.
/// </summary>
internal abstract class RangeFunction
{
    protected RangeFunction(RangeCall call)
    {
        Call = call;
    }

    /// <summary>Whether results are samples as they are in the store, and keep the metric's name.</summary>
    public virtual bool KeepsName => false;

    protected RangeCall Call { get; }

    /// <param name="windows">Not empty as a whole; the window of a step may be.</param>
    /// <param name="row">Has labels and no samples.</param>
    public abstract void Evaluate(SeriesWindows windows, Row row);

    protected void Annotate(Annotating.Annotation annotation) => Call.Run.Annotations.Add(annotation);
}
