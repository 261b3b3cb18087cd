using Pharos.Foundation.Bytes;
using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Merging;

/// <summary>A copy of a chunk whose source moves on. Used for one chunk after the other.</summary>
internal sealed class ChunkCopy
{
    private readonly ByteBuffer _data = new();
    private ChunkEncoding _encoding;
    private long _minTimeMs;

    public long MaxTimeMs { get; private set; }

    public ChunkView View => new(_encoding, _minTimeMs, MaxTimeMs, _data.Written);

    public void Take(ChunkView chunk)
    {
        _encoding = chunk.Encoding;
        _minTimeMs = chunk.MinTimeMs;
        MaxTimeMs = chunk.MaxTimeMs;
        _data.Clear();
        _data.Append(chunk.Data);
    }

    public bool IsSame(ChunkView chunk) =>
        chunk.MinTimeMs == _minTimeMs && chunk.MaxTimeMs == MaxTimeMs && chunk.Encoding == _encoding && chunk.Data.SequenceEqual(_data.Written);
}

/// <summary>
/// The samples of chunks of one series that come one after the other in time, but perhaps from different sources: nothing is known of counter
/// resets between them. Read forward only, for one series after the other.
/// </summary>
internal sealed class ChunkLane : SampleCursor
{
    private readonly ChunkReader _reader = new();
    private readonly List<ChunkCopy> _chunks = [];
    private int _next;
    private bool _isLoaded;
    private bool _isAtStart;

    public override long StartTimestampMs => _reader.StartTimestampMs;

    /// <summary>The time of its last sample.</summary>
    public long MaxTimeMs => _chunks[^1].MaxTimeMs;

    /// <summary>Begins with a chunk, which must stay as it is until all is read.</summary>
    public void Reset(ChunkCopy first)
    {
        _chunks.Clear();
        _chunks.Add(first);
        _next = 0;
        _isLoaded = false;
    }

    public void Add(ChunkCopy chunk) => _chunks.Add(chunk);

    public override SampleKind Peek()
    {
        while ((!_isLoaded || _reader.Remaining == 0) && _next < _chunks.Count)
        {
            var chunk = _chunks[_next++].View;
            _reader.Load(chunk.Encoding, chunk.Data);
            _isLoaded = true;
            _isAtStart = _next > 1;
        }

        return _isLoaded ? _reader.Kind : SampleKind.None;
    }

    public override void Seek(long timestampMs) => throw new NotSupportedException("chunks that are merged are read from their beginning");

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values) => ReadFloats(timestampsMs, values, default);

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs) =>
        Peek() == SampleKind.Float ? _reader.ReadFloats(timestampsMs, values, startTimestampsMs) : 0;

    public override long ReadHistogram(Histogram histogram)
    {
        var time = _reader.ReadHistogram(histogram);
        histogram.CounterResetHint = Hint(histogram.CounterResetHint);
        return time;
    }

    public override long ReadFloatHistogram(FloatHistogram histogram)
    {
        var time = _reader.ReadFloatHistogram(histogram);
        histogram.CounterResetHint = Hint(histogram.CounterResetHint);
        return time;
    }

    private CounterResetHint Hint(CounterResetHint hint)
    {
        var isKnown = !_isAtStart || hint == CounterResetHint.Gauge;
        _isAtStart = false;
        return isKnown ? hint : CounterResetHint.Unknown;
    }
}
