using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary><c>first_over_time</c> and <c>last_over_time</c>: the sample at an end of each window, of either kind.</summary>
internal sealed class EdgeSample : RangeFunction
{
    private readonly bool _isLast;

    public EdgeSample(RangeCall call, bool isLast)
        : base(call)
    {
        _isLast = isLast;
    }

    public override bool KeepsName => true;

    public override void Evaluate(SeriesWindows windows, Row row)
    {
        var floats = windows.Samples.Floats;
        var values = row.Values;
        var firsts = windows.FloatFirst;
        var ends = windows.FloatEnd;
        for (var step = 0; step < values.Length; step++)
        {
            if (firsts[step] < ends[step])
            {
                values[step] = floats[_isLast ? ends[step] - 1 : firsts[step]];
            }
        }

        if (windows.HasHistograms)
        {
            TakeHistograms(windows, row);
        }
    }

    private void TakeHistograms(SeriesWindows windows, Row row)
    {
        var samples = windows.Samples;
        var copied = -1;
        FloatHistogram? copy = null;
        for (var step = 0; step < row.Steps; step++)
        {
            if (windows.HistogramFirst[step] == windows.HistogramEnd[step])
            {
                continue;
            }

            var index = _isLast ? windows.HistogramEnd[step] - 1 : windows.HistogramFirst[step];
            if (windows.FloatFirst[step] < windows.FloatEnd[step])
            {
                var floatTime = samples.FloatTimes[_isLast ? windows.FloatEnd[step] - 1 : windows.FloatFirst[step]];
                if (floatTime > samples.HistogramTimes[index] == _isLast)
                {
                    continue;
                }
            }

            // The objects of the samples are filled anew for the next series. Steps with the same sample share a copy.
            if (copied != index)
            {
                copy = samples.Histograms[index].Copy();
                copied = index;
            }

            row.SetHistogram(step, copy!);
        }
    }
}
