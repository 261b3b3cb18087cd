using Pharos.PromQL.Columns;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>1 for each window with a sample of either kind. <c>absent_over_time</c> looks where there is none.</summary>
internal sealed class PresentOverTime : RangeFunction
{
    public PresentOverTime(RangeCall call)
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
            if (firsts[step] < ends[step] || (windows.HasHistograms && windows.HistogramFirst[step] < windows.HistogramEnd[step]))
            {
                values[step] = 1;
            }
        }
    }
}
