namespace Pharos.PromQL.Results;

/// <summary>A part of a query's plan, and what it did when the query was evaluated. Times and bytes include those of the inputs.</summary>
public sealed class PlanNode
{
    private readonly List<PlanNode> _inputs = [];

    internal PlanNode(string expression, int steps)
    {
        Expression = expression;
        Steps = steps;
    }

    /// <summary>What evaluates this part.</summary>
    public string Operator { get; internal set; } = "";

    /// <summary>The part of the query, as the printer writes it.</summary>
    public string Expression { get; }

    /// <summary>How many steps it is evaluated at: one where the value is the same at all of them.</summary>
    public int Steps { get; }

    /// <summary>How many series it gave.</summary>
    public long Series { get; internal set; }

    /// <summary>How many samples these had.</summary>
    public long Samples { get; internal set; }

    public TimeSpan Time { get; internal set; }

    public long AllocatedBytes { get; internal set; }

    public IReadOnlyList<PlanNode> Inputs => _inputs;

    internal void Add(PlanNode input) => _inputs.Add(input);
}
