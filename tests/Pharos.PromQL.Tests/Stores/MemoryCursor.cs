using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;

namespace Pharos.PromQL.Tests.Stores;

/// <summary>Reads chunks one after the other.</summary>
internal sealed class MemoryCursor(MemorySeries series, long maxTimeMs) : SampleCursor
{
    private readonly ChunkReader _reader = new();
    private readonly long[] _times = new long[ChunkSequenceWriter.SamplesPerChunk * 8];
    private readonly double[] _values = new double[ChunkSequenceWriter.SamplesPerChunk * 8];
    private readonly long[] _starts = new long[ChunkSequenceWriter.SamplesPerChunk * 8];
    private int _at;
    private int _end;
    private int _next;
    private long _startTimestampMs;

    public override long StartTimestampMs => _startTimestampMs;

    public override SampleKind Peek()
    {
        while (_at == _end && _reader.Kind == SampleKind.None)
        {
            if (_next == series.Chunks.Count)
            {
                return SampleKind.None;
            }

            var (encoding, data) = series.Chunks[_next++];
            _reader.Load(encoding, data);
            if (_reader.Kind == SampleKind.Float)
            {
                _at = 0;
                _end = _reader.ReadFloats(_times, _values, _starts);
            }
        }

        return PeekTime() > maxTimeMs ? SampleKind.None : _at < _end ? SampleKind.Float : _reader.Kind;
    }

    public override void Seek(long timestampMs)
    {
        while (Peek() != SampleKind.None && PeekTime() < timestampMs)
        {
            if (_at < _end)
            {
                _at++;
            }
            else
            {
                _reader.SkipHistogram();
            }
        }
    }

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values) => ReadFloats(timestampsMs, values, default);

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs)
    {
        var read = 0;
        while (read < values.Length && Peek() == SampleKind.Float)
        {
            timestampsMs[read] = _times[_at];
            values[read] = _values[_at];
            if (read < startTimestampsMs.Length)
            {
                startTimestampsMs[read] = _starts[_at];
            }

            _startTimestampMs = _starts[_at];
            _at++;
            read++;
        }

        return read;
    }

    public override long ReadHistogram(Histogram histogram)
    {
        Peek();
        var time = _reader.ReadHistogram(histogram);
        _startTimestampMs = _reader.StartTimestampMs;
        return time;
    }

    public override long ReadFloatHistogram(FloatHistogram histogram)
    {
        Peek();
        var time = _reader.ReadFloatHistogram(histogram);
        _startTimestampMs = _reader.StartTimestampMs;
        return time;
    }

    private long PeekTime() => _at < _end ? _times[_at] : _reader.PeekTimestampMs();
}
