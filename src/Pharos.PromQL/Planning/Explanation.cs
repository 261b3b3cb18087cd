using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Results;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Planning;

/// <summary>Draws the plan while it is made, and puts a probe around each operator.</summary>
internal sealed class Explanation
{
    private readonly Stack<PlanNode> _open = new();

    /// <summary>The whole plan, null as long as no vector was planned.</summary>
    public PlanNode? Root { get; private set; }

    public PlanNode Begin(Expression expression, TimeGrid grid)
    {
        var node = new PlanNode(ExpressionPrinter.Format(expression), grid.Count);
        if (_open.TryPeek(out var outer))
        {
            outer.Add(node);
        }
        else
        {
            Root ??= node;
        }

        _open.Push(node);
        return node;
    }

    public VectorOperator End(QueryRun run, VectorOperator planned, PlanNode node)
    {
        _open.Pop();
        return new PlanProbe(run, planned, node);
    }
}
