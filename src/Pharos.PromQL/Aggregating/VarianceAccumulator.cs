using System.Numerics;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>
/// Variance or standard deviation of a whole population, by Welford's method: the mean, and the sum of the squared differences from it, are
/// kept up to date with each number, which loses less than differences of large sums would.
/// </summary>
internal sealed class VarianceAccumulator : Accumulator
{
    private const int CountColumn = 0;
    private const int MeanColumn = 1;
    private const int SquaresColumn = 2;

    private readonly GroupColumns _columns;
    private readonly bool _isDeviation;

    public VarianceAccumulator(AggregationCall call, bool isDeviation)
        : base(call)
    {
        _columns = new GroupColumns(call.Run, call.Grid.Count, 0, 0, 0);
        _isDeviation = isDeviation;
    }

    public override void Add(int group, Row row)
    {
        IgnoreHistograms(row);
        ReadOnlySpan<double> values = row.Values;
        var columns = _columns[group];
        var counts = columns.Slice(CountColumn * values.Length, values.Length);
        var means = columns.Slice(MeanColumn * values.Length, values.Length);
        var squares = columns.Slice(SquaresColumn * values.Length, values.Length);
        var absent = new Vector<long>(Slot.AbsentBits);
        var step = 0;
        for (; step <= values.Length - Vector<double>.Count; step += Vector<double>.Count)
        {
            var value = new Vector<double>(values[step..]);
            var isAbsent = Vector.Equals(Vector.AsVectorInt64(value), absent);
            var oldCount = new Vector<double>(counts[step..]);
            var oldMean = new Vector<double>(means[step..]);
            var oldSquares = new Vector<double>(squares[step..]);
            var count = oldCount + Vector<double>.One;
            var delta = value - oldMean;
            var mean = oldMean + (delta / count);
            var square = oldSquares + (delta * (value - mean));
            Vector.ConditionalSelect(isAbsent, oldCount, count).CopyTo(counts[step..]);
            Vector.ConditionalSelect(isAbsent, oldMean, mean).CopyTo(means[step..]);
            Vector.ConditionalSelect(isAbsent, oldSquares, square).CopyTo(squares[step..]);
        }

        for (; step < values.Length; step++)
        {
            var value = values[step];
            if (Slot.IsPresent(value))
            {
                counts[step]++;
                var delta = value - means[step];
                means[step] += delta / counts[step];
                squares[step] += delta * (value - means[step]);
            }
        }
    }

    public override void Finish(int group, Row row)
    {
        var counts = _columns.Column(group, CountColumn);
        var squares = _columns.Column(group, SquaresColumn);
        for (var step = 0; step < counts.Length; step++)
        {
            if (counts[step] > 0)
            {
                var variance = squares[step] / counts[step];
                row.Values[step] = _isDeviation ? Math.Sqrt(variance) : variance;
            }
        }
    }
}
