using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Results;

/// <summary>A sample of a result.</summary>
/// <param name="Histogram">Null if the sample is a number. Not to be changed: results share histograms.</param>
public readonly record struct ResultPoint(long TimestampMs, double Value, FloatHistogram? Histogram);

/// <summary>One series of a result: its samples in the order of time. Immutable. Enumerating it with <c>foreach</c> allocates nothing.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A series is what it is called everywhere.")]
public sealed class ResultSeries : IReadOnlyCollection<ResultPoint>
{
    private readonly Row? _row;
    private readonly TimeGrid _grid;
    private readonly IReadOnlyList<ResultPoint> _points;

    private ResultSeries(Labels labels, Row? row, TimeGrid grid, IReadOnlyList<ResultPoint> points)
    {
        Labels = labels;
        _row = row;
        _grid = grid;
        _points = points;
    }

    public Labels Labels { get; }

    /// <summary>How many samples there are.</summary>
    public int Count => _row?.CountSamples() ?? _points.Count;

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<ResultPoint> IEnumerable<ResultPoint>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Takes over the row.</summary>
    internal static ResultSeries Of(Row row, TimeGrid grid) => new(row.Labels.ToLabels(), row, grid, []);

    internal static ResultSeries Of(Labels labels, IReadOnlyList<ResultPoint> points) => new(labels, null, default, points);

    public struct Enumerator : IEnumerator<ResultPoint>
    {
        private readonly ResultSeries _series;
        private int _at;

        internal Enumerator(ResultSeries series)
        {
            _series = series;
            _at = -1;
        }

        public readonly ResultPoint Current => _series._row is { } row
            ? new ResultPoint(_series._grid[_at], row.Values[_at], row.HistogramAt(_at))
            : _series._points[_at];

        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (_series._row is not { } row)
            {
                return ++_at < _series._points.Count;
            }

            do
            {
                _at++;
            }
            while (_at < row.Steps && !row.HasSample(_at));
            return _at < row.Steps;
        }

        public void Reset() => _at = -1;

        public readonly void Dispose()
        {
        }
    }
}
