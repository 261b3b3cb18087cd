using Pharos.Model;
using Pharos.Storage;

namespace Pharos.PromQL.Selection;

/// <summary>The series of another set, whose histograms come without buckets.</summary>
internal sealed class StatisticsSet(SeriesSet series) : SeriesSet
{
    public override IReadOnlyList<string> Warnings => series.Warnings;

    public override LabelsView Labels => series.Labels;

    public override bool MoveNext() => series.MoveNext();

    public override SampleCursor Samples(SampleCursor? reuse = null)
    {
        if (reuse is not StatisticsCursor cursor)
        {
            return new StatisticsCursor(series.Samples());
        }

        cursor.Reset(series.Samples(cursor.Samples));
        return cursor;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            series.Dispose();
        }

        base.Dispose(disposing);
    }
}
