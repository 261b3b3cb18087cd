using Pharos.PromQL.Columns;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>How many samples of either kind each window holds.</summary>
internal sealed class CountOverTime : RangeFunction
{
    public CountOverTime(RangeCall call)
        : base(call)
    {
    }

    public override void Evaluate(SeriesWindows windows, Row row)
    {
        var values = row.Values;
        var firsts = windows.FloatFirst;
        var ends = windows.FloatEnd;
        for (var step = 0; step < values.Length; step++)
        {
            var count = ends[step] - firsts[step];
            if (windows.HasHistograms)
            {
                count += windows.HistogramEnd[step] - windows.HistogramFirst[step];
            }

            if (count > 0)
            {
                values[step] = count;
            }
        }
    }
}
