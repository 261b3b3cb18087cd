using Pharos.Model;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Selection;

namespace Pharos.PromQL.Windows;

/// <summary>
/// One series with the window of each step as a part of its samples: floats from <see cref="FloatFirst"/> up to but without
/// <see cref="FloatEnd"/>, and histograms likewise. Neither of them ever goes back from step to step.
/// </summary>
internal sealed class SeriesWindows
{
    private readonly QueryRun _run;
    private readonly int[] _floatFirst;
    private readonly int[] _floatEnd;
    private int[] _histogramFirst = [];
    private int[] _histogramEnd = [];
    private readonly Row _metric;

    public SeriesWindows(QueryRun run, SampleTimes ends, WindowShape shape, SampleColumns samples)
    {
        _run = run;
        Ends = ends;
        Shape = shape;
        Samples = samples;
        _floatFirst = new int[ends.Grid.Count];
        _floatEnd = new int[ends.Grid.Count];
        _metric = new Row(0);
    }

    public SampleColumns Samples { get; }

    /// <summary>The end of each step's window, a time of samples.</summary>
    public SampleTimes Ends { get; }

    public WindowShape Shape { get; }

    public TimeGrid Grid => Ends.Grid;

    public ReadOnlySpan<int> FloatFirst => _floatFirst;

    public ReadOnlySpan<int> FloatEnd => _floatEnd;

    /// <summary>How many floats all windows have together, each counted in each window that it is in.</summary>
    public long FloatVisits { get; private set; }

    public bool HasHistograms => Samples.HistogramCount > 0;

    /// <summary>Empty where <see cref="HasHistograms"/> is false.</summary>
    public ReadOnlySpan<int> HistogramFirst => HasHistograms ? _histogramFirst : default;

    /// <inheritdoc cref="HistogramFirst"/>
    public ReadOnlySpan<int> HistogramEnd => HasHistograms ? _histogramEnd : default;

    /// <summary>The labels of the series as they are in the store.</summary>
    public LabelsView Labels => _metric.Labels;

    public ReadOnlySpan<byte> MetricName => _metric.Labels.MetricName;

    /// <summary>Where the window of a step begins; a sample of that very time is before it.</summary>
    public long StartOf(int step) => Ends[step] - Shape.RangeMs;

    /// <summary>Puts the windows over the samples that were loaded.</summary>
    public void Place(LabelsView labels)
    {
        _metric.SetLabels(labels);
        FloatVisits = Place(Samples.FloatTimes, _floatFirst, _floatEnd);
        var looked = FloatVisits;
        if (HasHistograms)
        {
            if (_histogramFirst.Length == 0)
            {
                _histogramFirst = new int[_floatFirst.Length];
                _histogramEnd = new int[_floatFirst.Length];
            }

            looked += Place(Samples.HistogramTimes, _histogramFirst, _histogramEnd) * SampleBudget.Weight(Samples.Histograms[0]);
        }

        _run.Counters.Add(looked, Samples.FloatCount + Samples.HistogramCount);
    }

    private long Place(ReadOnlySpan<long> times, int[] firsts, int[] ends)
    {
        var windowEnd = Ends.First + Shape.AfterMs;
        var width = Shape.BeforeMs + Shape.RangeMs + Shape.AfterMs;
        var stepMs = Ends.AreFixed ? 0 : Grid.StepMs;
        var first = new WindowEdge(times);
        var end = new WindowEdge(times);
        var looked = 0L;
        for (var step = 0; step < firsts.Length; step++)
        {
            end.PassUntil(windowEnd);
            first.PassUntil(windowEnd - width);
            firsts[step] = first.Index;
            ends[step] = end.Index;
            looked += end.Index - first.Index;
            windowEnd += stepMs;
        }

        return looked;
    }
}
