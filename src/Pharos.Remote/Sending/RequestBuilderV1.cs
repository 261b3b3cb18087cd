using System.Text;
using Pharos.Formats.RemoteWrite;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Remote.Watching;

namespace Pharos.Remote.Sending;

/// <summary>Requests of the first version.</summary>
internal sealed class RequestBuilderV1 : RequestBuilder
{
    private readonly ByteBuffer _exemplar = new();
    private ByteBuffer _request = new(4096);

    protected override int RawLength => _request.Length;

    /// <summary>Makes a request of metadata alone.</summary>
    public void BuildMetadata(ReadOnlySpan<KeyValuePair<string, MetricMetadata>> families)
    {
        Begin();
        foreach (var (family, said) in families)
        {
            WriteRequestWriter.AppendMetadata(
                _request, Encoding.UTF8.GetBytes(family), said.Type, Encoding.UTF8.GetBytes(said.Help), Encoding.UTF8.GetBytes(said.Unit));
        }

        Compress(_request.Written);
    }

    protected override void Begin()
    {
        if (_request.Length > MaxKeptBytes)
        {
            _request = new ByteBuffer(4096);
        }

        _request.Clear();
    }

    protected override bool Add(SampleBatch batch, int index, LoggedKind kind)
    {
        var labels = batch.Labels.At(batch.PlaceAt(index));
        switch (kind)
        {
            case LoggedKind.Sample:
                WriteRequestWriter.AppendSample(_request, labels, batch.ValueAt(index), batch.TimeMsAt(index));
                break;
            case LoggedKind.Histogram:
                WriteRequestWriter.AppendHistogram(_request, labels, batch.PayloadAt(index));
                break;
            default:
                _exemplar.Clear();
                WriteRequestWriter.AppendLabels(_exemplar, new LabelsView(batch.PayloadAt(index)));
                WriteRequestWriter.AppendExemplar(_request, labels, _exemplar.Written, batch.ValueAt(index), batch.TimeMsAt(index));
                break;
        }

        return false;
    }

    protected override ReadOnlySpan<byte> Complete() => _request.Written;
}
