using Pharos.Formats.RemoteWrite;
using Pharos.Model;
using Pharos.Remote.Watching;

namespace Pharos.Remote.Sending;

/// <summary>Requests of the second version: symbols of the store become symbols of the request when they are used first in it.</summary>
internal sealed class RequestBuilderV2 : RequestBuilder
{
    private readonly WriteRequestV2Writer _writer = new();
    private readonly SymbolNumbers _numbers = new();
    private uint[] _labels = new uint[64];
    private uint[] _exemplarLabels = new uint[16];
    private SentLabelsV2 _store = null!;

    protected override int RawLength => _writer.Length;

    protected override void Begin()
    {
        _writer.Begin(MaxKeptBytes);
        _numbers.Clear();
    }

    protected override bool Add(SampleBatch batch, int index, LoggedKind kind)
    {
        // A batch has one store, and a request is of one batch.
        _store = (SentLabelsV2)batch.Labels;
        var series = _store.At(batch.PlaceAt(index));
        var (type, unit, help) = SentLabelsV2.Open(ref series);
        var metadata = new SeriesMetadata(type, Number(help), Number(unit));
        var count = 0;
        while (!series.IsEmpty)
        {
            if (count == _labels.Length)
            {
                Array.Resize(ref _labels, count * 2);
            }

            _labels[count++] = Number(SentLabelsV2.Next(ref series));
        }

        ReadOnlySpan<uint> labels = _labels.AsSpan(0, count);
        switch (kind)
        {
            case LoggedKind.Sample:
                _writer.AddSample(labels, metadata, batch.ValueAt(index), batch.TimeMsAt(index), batch.StartMsAt(index));
                break;
            case LoggedKind.Histogram:
                _writer.AddHistogram(labels, metadata, batch.PayloadAt(index));
                break;
            default:
                var exemplar = ExemplarLabels(new LabelsView(batch.PayloadAt(index)));
                _writer.AddExemplar(labels, metadata, exemplar, batch.ValueAt(index), batch.TimeMsAt(index));
                break;
        }

        return !metadata.IsEmpty;
    }

    protected override ReadOnlySpan<byte> Complete() => _writer.Complete();

    /// <summary>The labels of exemplars are seldom the same twice, so each is a new symbol.</summary>
    private ReadOnlySpan<uint> ExemplarLabels(LabelsView labels)
    {
        var count = 0;
        foreach (var label in labels)
        {
            if (count + 2 > _exemplarLabels.Length)
            {
                Array.Resize(ref _exemplarLabels, count * 2);
            }

            _exemplarLabels[count++] = _writer.AddSymbol(label.Name);
            _exemplarLabels[count++] = label.Value.IsEmpty ? 0 : _writer.AddSymbol(label.Value);
        }

        return _exemplarLabels.AsSpan(0, count);
    }

    private uint Number(int symbol)
    {
        if (symbol == 0)
        {
            return 0;
        }

        ref var number = ref _numbers.Of(symbol);
        if (number == 0)
        {
            number = _writer.AddSymbol(_store.Symbols.Text(symbol));
        }

        return number;
    }
}
