using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.RangeFunctions;
using Pharos.PromQL.Scalars;
using Pharos.PromQL.Selection;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.Windows;
using Pharos.Storage;

namespace Pharos.PromQL.Bench.RangeFunctions;

/// <summary>A function over a day of one series, scraped every 15 seconds with some jitter.</summary>
internal sealed class RangeEvaluation : IDisposable
{
    public const int Samples = 24 * 60 * 4;

    private const long ScrapeMs = 15_000;

    private static readonly Labels Name = new LabelsBuilder().Set("__name__"u8, "requests_total"u8).ToLabels();

    private readonly QueryRun _run;
    private readonly WindowEvaluator? _evaluator;
    private readonly SampleColumns _columns;
    private readonly SeriesWindows _windows;
    private readonly Row _row;
    private readonly ArrayCursor _samples;

    /// <param name="function">Null to load samples and place windows only.</param>
    public RangeEvaluation(FunctionId? function, TimeSpan range, TimeSpan step, bool isCounter)
    {
        var random = new Random(1);
        var times = new long[Samples];
        var values = new double[Samples];
        for (var i = 0; i < Samples; i++)
        {
            times[i] = (i * ScrapeMs) + random.Next(5);
            values[i] = isCounter ? (i == 0 ? 0 : values[i - 1]) + random.Next(100) : random.NextDouble() * 100;
        }

        _samples = new ArrayCursor(times, values);
        _run = new QueryRun(new NoStore(), new QuerySettings(), TimeProvider.System, CancellationToken.None);
        var grid = TimeGrid.Range(0, Samples * ScrapeMs, (long)step.TotalMilliseconds);
        var scalar = new ScalarColumn(new ConstantScalar(0.9), grid);
        var call = new RangeCall(_run, grid, default, default, [scalar, scalar]);
        var ends = new SampleTimes(grid, 0, null);
        var shape = new WindowShape((long)range.TotalMilliseconds, 0, 0);
        _row = new Row(grid.Count);
        _columns = new SampleColumns(_run, hasStarts: false);
        _windows = new SeriesWindows(_run, ends, shape, _columns);
        _evaluator = function is { } id
            ? new WindowEvaluator(_run, ends, shape, RangeFunctionTable.Create(id, call, SelectorModifier.None), hasStarts: false)
            : null;
    }

    public int Steps => _row.Steps;

    public double Evaluate()
    {
        _samples.Rewind();
        _row.Clear();
        _row.SetLabels(Name.View);
        if (_evaluator is null)
        {
            _columns.Load(_samples, long.MinValue + 1, long.MaxValue);
            _windows.Place(Name.View);
            return _windows.FloatEnd[^1];
        }

        _evaluator.Evaluate(_samples, _row);
        return _row.Values[^1];
    }

    public void Dispose() => _run.Dispose();

    private sealed class NoStore : IQuerySource
    {
        public IQuerier NewQuerier(long minTimeMs, long maxTimeMs) => throw new NotSupportedException("There are no selectors.");
    }
}
