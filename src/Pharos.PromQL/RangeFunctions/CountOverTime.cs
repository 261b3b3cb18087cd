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
        for (var step = 0; step < row.Steps; step++)
        {
            var count = windows.FloatEnd[step] - windows.FloatFirst[step];
            if (windows.HasHistograms)
            {
                count += windows.HistogramEnd[step] - windows.HistogramFirst[step];
            }

            if (count > 0)
            {
                row.Values[step] = count;
            }
        }
    }
}
