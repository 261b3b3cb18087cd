using Pharos.PromQL.Columns;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// <c>ts_of_first_over_time</c> and <c>ts_of_last_over_time</c>: when the sample at an end of each window was taken, in seconds.
/// </summary>
internal sealed class EdgeTime : RangeFunction
{
    private readonly bool _isLast;

    public EdgeTime(RangeCall call, bool isLast)
        : base(call)
    {
        _isLast = isLast;
    }

    public override void Evaluate(SeriesWindows windows, Row row)
    {
        var values = row.Values;
        Take(windows.Samples.FloatTimes, windows.FloatFirst, windows.FloatEnd, values);
        if (windows.HasHistograms)
        {
            Take(windows.Samples.HistogramTimes, windows.HistogramFirst, windows.HistogramEnd, values);
        }
    }

    private void Take(ReadOnlySpan<long> times, ReadOnlySpan<int> firsts, ReadOnlySpan<int> ends, Span<double> results)
    {
        for (var step = 0; step < results.Length; step++)
        {
            if (firsts[step] == ends[step])
            {
                continue;
            }

            var time = times[_isLast ? ends[step] - 1 : firsts[step]] / 1000.0;
            if (Slot.IsAbsent(results[step]) || time > results[step] == _isLast)
            {
                results[step] = time;
            }
        }
    }
}
