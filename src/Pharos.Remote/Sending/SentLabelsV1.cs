using Pharos.Formats.RemoteWrite;
using Pharos.Model;

namespace Pharos.Remote.Sending;

/// <summary>The first version: each series' labels as they stand in a request, to be copied.</summary>
internal sealed class SentLabelsV1 : SentLabels
{
    public override SentLabels NewEmpty() => new SentLabelsV1();

    public override long Add(LabelsView labels)
    {
        Scratch.Clear();
        WriteRequestWriter.AppendLabels(Scratch, labels);
        return Slabs.Add(Scratch.Written);
    }

    public override long Take(SentLabels other, long place) => Slabs.Add(other.At(place));
}
