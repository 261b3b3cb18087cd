namespace Pharos.PromQL.Operators;

/// <summary>
/// The numbers of a scalar, one per step, evaluated when they are needed first: a plan is made before anything is read. Safe for concurrent
/// use.
/// </summary>
internal sealed class ScalarColumn
{
    private readonly Lazy<double[]> _numbers;

    public ScalarColumn(ScalarOperator scalar, TimeGrid grid)
    {
        _numbers = new Lazy<double[]>(() => Evaluate(scalar, grid));
    }

    public ReadOnlySpan<double> Numbers => _numbers.Value;

    public double this[int step] => _numbers.Value[step];

    /// <summary>Evaluates it if that was not needed yet.</summary>
    public void Evaluate() => _ = _numbers.Value;

    private static double[] Evaluate(ScalarOperator scalar, TimeGrid grid)
    {
        var numbers = new double[grid.Count];
        scalar.Evaluate(numbers);
        return numbers;
    }
}
