using System.Runtime.CompilerServices;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Operators;

/// <summary>
/// A part of a query that gives series one after the other, each over all steps of its grid. Series may come in any order; those with the
/// same labels may come in parts, each step in one of them only, unless the operator says otherwise. Not safe for concurrent use.
/// </summary>
internal abstract class VectorOperator
{
    protected VectorOperator(QueryRun run, TimeGrid grid)
    {
        Run = run;
        Grid = grid;
    }

    public TimeGrid Grid { get; }

    /// <summary>Whether no two series differ in nothing but metric names, so that names can be dropped without a second look.</summary>
    public virtual bool HasOneName => false;

    /// <summary>Whether all samples of a label set come in one row. Not to be asked before the plan is whole: it may depend on the store.</summary>
    public virtual bool IsWhole => false;

    protected QueryRun Run { get; }

    /// <summary>Fills a row with the next series that has a sample at some step. False at the end, when the row has no meaning.</summary>
    /// <param name="row">As long as the grid. It is the caller's before and after; operators hold no reference to it.</param>
    public bool Next(Row row)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new QueryException("the query is nested too deeply to be evaluated");
        }

        Run.ThrowIfStopped();
        while (Advance(row))
        {
            if (!row.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As <see cref="Next"/>, and may give rows without samples, which are passed over.</summary>
    protected abstract bool Advance(Row row);

    /// <summary>Drops the name of a series whose values are changed.</summary>
    protected void DropName(Row row) => row.DropName(Run.DelaysNames);
}
