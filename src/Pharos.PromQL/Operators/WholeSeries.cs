using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;

namespace Pharos.PromQL.Operators;

/// <summary>Puts series together that come in parts, and ends the query when two parts have a sample at the same step.</summary>
internal sealed class WholeSeries : VectorOperator
{
    private readonly VectorOperator _input;
    private List<Row>? _rows;
    private int _next;

    public WholeSeries(QueryRun run, VectorOperator input)
        : base(run, input.Grid)
    {
        _input = input;
    }

    public override bool HasOneName => _input.HasOneName;

    public override bool IsWhole => true;

    /// <summary>Reads all series of an operator, each whole.</summary>
    public static List<Row> Read(QueryRun run, VectorOperator input)
    {
        var rows = new List<Row>();
        var seen = input.IsWhole ? null : new LabelsIndex();
        var row = new Row(input.Grid.Count);
        while (input.Next(row))
        {
            if (seen is null || seen.Add(row.Labels, out var number))
            {
                run.Budget.Take(row.Steps);
                rows.Add(row);
                row = new Row(input.Grid.Count);
            }
            else
            {
                Merge(rows[number], row);
            }
        }

        return rows;
    }

    protected override bool Advance(Row row)
    {
        if (_rows is null && _input.IsWhole)
        {
            return _input.Next(row);
        }

        _rows ??= Read(Run, _input);
        if (_next == _rows.Count)
        {
            return false;
        }

        row.CopyFrom(_rows[_next++]);
        return true;
    }

    private static void Merge(Row whole, Row part)
    {
        for (var step = 0; step < part.Steps; step++)
        {
            if (!part.HasSample(step))
            {
                continue;
            }

            if (whole.HasSample(step))
            {
                throw UniqueGuard.Duplicate();
            }

            whole.CopySample(step, part);
        }
    }
}
