using Pharos.Model;

namespace Pharos.Storage.Merging;

internal sealed class SeriesSetSource(SeriesSet set, int index) : LabelledSource(index)
{
    public SeriesSet Set { get; } = set;

    public override LabelsView Labels => Set.Labels;

    public override bool MoveNext() => Set.MoveNext();
}

internal sealed class ChunkSeriesSetSource(ChunkSeriesSet set, int index) : LabelledSource(index)
{
    public ChunkSeriesSet Set { get; } = set;

    public override LabelsView Labels => Set.Labels;

    public override bool MoveNext() => Set.MoveNext();
}
