using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;

namespace Pharos.PromQL.VectorFunctions;

/// <summary>Gives the series of an instant query in an order.</summary>
internal sealed class SortOperator : VectorOperator
{
    private readonly VectorOperator _input;
    private readonly bool _dropsHistograms;
    private readonly Comparison<Row> _order;
    private Row[]? _rows;
    private int _next;

    /// <param name="order">Need not be consistent: there will be some order.</param>
    public SortOperator(QueryRun run, VectorOperator input, bool dropsHistograms, Comparison<Row> order)
        : base(run, input.Grid)
    {
        _input = input;
        _dropsHistograms = dropsHistograms;
        _order = order;
    }

    public override bool HasOneName => _input.HasOneName;

    public override bool IsWhole => true;

    protected override bool Advance(Row row)
    {
        _rows ??= Read();
        if (_next == _rows.Length)
        {
            return false;
        }

        row.CopyFrom(_rows[_next++]);
        return true;
    }

    private Row[] Read()
    {
        var rows = WholeSeries.Read(Run, _input);
        if (_dropsHistograms)
        {
            rows.RemoveAll(static row => row.HistogramAt(0) is not null);
        }

        var sorted = rows.ToArray();
        MergeSort.Sort(sorted, _order);
        return sorted;
    }
}
