using System.Collections;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Results;

/// <summary>A sample of a result.</summary>
/// <param name="Histogram">Null if the sample is a number. Not to be changed: results share histograms.</param>
public readonly record struct ResultPoint(long TimestampMs, double Value, FloatHistogram? Histogram);

/// <summary>One series of a result, with its samples in the order of time. Immutable.</summary>
public sealed class ResultSeries
{
    private readonly ISamples _samples;

    private ResultSeries(Labels labels, ISamples samples)
    {
        Labels = labels;
        _samples = samples;
    }

    public Labels Labels { get; }

    /// <summary>How many samples there are.</summary>
    public int Count => _samples.Count;

    /// <summary>The samples in the order of time.</summary>
    public IEnumerable<ResultPoint> Points => _samples;

    internal static ResultSeries Of(Row row, TimeGrid grid) => new(row.Labels.ToLabels(), new GridSamples(row, grid));

    internal static ResultSeries Of(Labels labels, IReadOnlyList<ResultPoint> points) => new(labels, new ListedSamples(points));

    private interface ISamples : IEnumerable<ResultPoint>
    {
        int Count { get; }
    }

    private sealed class GridSamples(Row row, TimeGrid grid) : ISamples
    {
        public int Count
        {
            get
            {
                var count = Slot.CountPresent(row.Values);
                foreach (var histogram in row.Histograms)
                {
                    count += histogram is null ? 0 : 1;
                }

                return count;
            }
        }

        public IEnumerator<ResultPoint> GetEnumerator()
        {
            for (var step = 0; step < row.Steps; step++)
            {
                if (row.HasSample(step))
                {
                    yield return new ResultPoint(grid[step], row.Values[step], row.HistogramAt(step));
                }
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class ListedSamples(IReadOnlyList<ResultPoint> points) : ISamples
    {
        public int Count => points.Count;

        public IEnumerator<ResultPoint> GetEnumerator() => points.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
