using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>The series of some slots, without those that have no sample in the range.</summary>
internal sealed class HeadSeriesSet(HeadSeriesView view, uint[] slots, SelectHints? hints, CancellationToken cancellation) : SeriesSet
{
    private int _next;

    public override LabelsView Labels => view.Labels;

    public override bool MoveNext()
    {
        while (_next < slots.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            if (view.MoveTo(slots[_next++]) && hints?.IsOfShard(view.Labels) != false)
            {
                return true;
            }
        }

        return false;
    }

    public override SampleCursor Samples(SampleCursor? reuse = null) => view.Samples(reuse);
}
