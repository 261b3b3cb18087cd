using System.Diagnostics;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Results;

namespace Pharos.PromQL.Planning;

/// <summary>Counts what passes through an operator, and how long it takes.</summary>
internal sealed class PlanProbe : VectorOperator
{
    private readonly VectorOperator _inner;
    private readonly PlanNode _node;

    public PlanProbe(QueryRun run, VectorOperator inner, PlanNode node)
        : base(run, inner.Grid)
    {
        _inner = inner;
        _node = node;
        node.Operator = inner.GetType().Name;
    }

    public override bool HasOneName => _inner.HasOneName;

    public override bool IsWhole => _inner.IsWhole;

    protected override bool Advance(Row row)
    {
        var began = Stopwatch.GetTimestamp();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var hasNext = _inner.Next(row);
        _node.Time += Stopwatch.GetElapsedTime(began);
        _node.AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (hasNext)
        {
            _node.Series++;
            _node.Samples += row.CountSamples();
        }

        return hasNext;
    }
}
