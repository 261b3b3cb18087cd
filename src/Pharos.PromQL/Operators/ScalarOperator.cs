namespace Pharos.PromQL.Operators;

/// <summary>A part of a query that gives one number per step.</summary>
internal abstract class ScalarOperator
{
    /// <summary>Writes the number of each step; called once.</summary>
    /// <param name="steps">As long as the grid that the operator was planned for.</param>
    public abstract void Evaluate(Span<double> steps);
}
