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
            if (view.MoveTo(slots[_next++]) && IsOfShard())
            {
                return true;
            }
        }

        return false;
    }

    public override SampleCursor Samples(SampleCursor? reuse = null) => view.Samples(reuse);

    private bool IsOfShard() => hints is not { ShardCount: > 0 } || view.Labels.StableHash() % hints.ShardCount == hints.ShardIndex;
}
