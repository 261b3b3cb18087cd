using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.VectorFunctions.Histograms;

/// <summary>What was estimated from the native histograms of one series; the histograms themselves are no longer needed.</summary>
internal sealed class NativeEstimates
{
    private readonly double[][] _columns;
    private readonly List<(int Number, int Step, HistogramNotes Notes)> _notes = [];

    public NativeEstimates(HistogramEstimate estimate, Row row)
    {
        Labels = row.Labels.ToLabels();
        IsNameDropped = row.IsNameDropped;
        _columns = new double[estimate.Count][];
        for (var number = 0; number < _columns.Length; number++)
        {
            _columns[number] = Column(estimate, number, row);
        }
    }

    public Labels Labels { get; }

    /// <summary>Whether the name is dropped at the end of the query.</summary>
    public bool IsNameDropped { get; }

    /// <summary>What the user should know about the numbers that are there, without order.</summary>
    public HistogramNotes Notes
    {
        get
        {
            var all = HistogramNotes.None;
            foreach (var (number, step, notes) in _notes)
            {
                all |= Slot.IsPresent(_columns[number][step]) ? notes : HistogramNotes.None;
            }

            return all;
        }
    }

    /// <summary>The numbers of one of the estimates.</summary>
    public ReadOnlySpan<double> this[int number] => _columns[number];

    public bool HasSample(int step) => Slot.IsPresent(_columns[0][step]);

    /// <summary>Takes the numbers of a step away.</summary>
    public void ClearAt(int step)
    {
        foreach (var column in _columns)
        {
            column[step] = Slot.Absent;
        }
    }

    private double[] Column(HistogramEstimate estimate, int number, Row row)
    {
        var column = new double[row.Steps];
        for (var step = 0; step < column.Length; step++)
        {
            if (row.HistogramAt(step) is not { } histogram)
            {
                column[step] = Slot.Absent;
                continue;
            }

            column[step] = estimate.Of(number, step, histogram, out var notes);
            if (notes != HistogramNotes.None)
            {
                _notes.Add((number, step, notes));
            }
        }

        return column;
    }
}
