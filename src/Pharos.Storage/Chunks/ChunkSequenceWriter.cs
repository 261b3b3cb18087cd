using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Makes chunks of the samples of one series, as they are made when overlapping chunks are merged or samples come from elsewhere than the head:
/// a new chunk after 120 samples, with another kind of samples, and where histograms cannot be in one chunk. Samples come in the order of
/// their times. Used for one series after the other; not safe for concurrent use.
/// </summary>
/// <remarks>
/// Each of the methods to append returns whether a chunk ended before this sample; it is in <see cref="Finished"/> then. So is the last one
/// after <see cref="Finish"/>.
/// </remarks>
public sealed class ChunkSequenceWriter
{
    /// <summary>The most samples of a chunk.</summary>
    public const int SamplesPerChunk = 120;

    private readonly ChunkEncoding _floatEncoding;
    private readonly byte[] _floats = new byte[Xor2Encoder.HeaderBytes + SamplesPerChunk * Xor2Encoder.MaxSampleBytes];
    private HistogramChunkWriter? _histograms;
    private HistogramChunkWriter? _histogramsSt;
    private FloatHistogramChunkWriter? _floatHistograms;
    private FloatHistogramChunkWriter? _floatHistogramsSt;
    private XorState _xor;
    private Xor2State _xor2;

    private ChunkEncoding _open;
    private int _count;
    private long _minTime;
    private long _maxTime;

    private byte[] _finished = [];
    private int _finishedLength;
    private ChunkEncoding _finishedEncoding;
    private long _finishedMinTime;
    private long _finishedMaxTime;

    /// <param name="floatEncoding">
    /// <see cref="ChunkEncoding.Xor"/> or <see cref="ChunkEncoding.Xor2"/>. Floats with a start time are written in the latter anyhow.
    /// </param>
    public ChunkSequenceWriter(ChunkEncoding floatEncoding = ChunkEncoding.Xor)
    {
        if (floatEncoding is not (ChunkEncoding.Xor or ChunkEncoding.Xor2))
        {
            throw new ArgumentOutOfRangeException(nameof(floatEncoding));
        }

        _floatEncoding = floatEncoding;
    }

    /// <summary>The chunk that ended last; its bytes are valid until another one ends.</summary>
    public ChunkView Finished => new(_finishedEncoding, _finishedMinTime, _finishedMaxTime, _finished.AsSpan(0, _finishedLength));

    /// <summary>Adds a float.</summary>
    public bool Append(long timestampMs, double value, long startTimestampMs = 0)
    {
        // An open chunk with room for start times takes samples without them.
        var isOpen = _open == ChunkEncoding.Xor2 || (_open == ChunkEncoding.Xor && startTimestampMs == 0);
        var ended = isOpen && _count < SamplesPerChunk ? false : End();
        if (_count == 0)
        {
            Begin(startTimestampMs != 0 ? ChunkEncoding.Xor2 : _floatEncoding, timestampMs);
            if (_open == ChunkEncoding.Xor)
            {
                XorEncoder.Start(ref _xor, _floats);
            }
            else
            {
                Xor2Encoder.Start(ref _xor2, _floats);
            }
        }

        if (_open == ChunkEncoding.Xor)
        {
            XorEncoder.Append(ref _xor, _floats, timestampMs, value);
        }
        else
        {
            Xor2Encoder.Append(ref _xor2, _floats, timestampMs, value, startTimestampMs);
        }

        Count(timestampMs);
        return ended;
    }

    /// <inheritdoc cref="NativeChunkWriter{THistogram}.Append"/>
    /// <returns>Whether a chunk ended before the sample.</returns>
    public bool Append(long timestampMs, Histogram histogram, long startTimestampMs = 0) =>
        startTimestampMs == 0
            ? Append(_histograms ??= new HistogramChunkWriter(), timestampMs, histogram, 0)
            : Append(_histogramsSt ??= new HistogramChunkWriter(withStartTimes: true), timestampMs, histogram, startTimestampMs);

    /// <inheritdoc cref="NativeChunkWriter{THistogram}.Append"/>
    /// <returns>Whether a chunk ended before the sample.</returns>
    public bool Append(long timestampMs, FloatHistogram histogram, long startTimestampMs = 0) =>
        startTimestampMs == 0
            ? Append(_floatHistograms ??= new FloatHistogramChunkWriter(), timestampMs, histogram, 0)
            : Append(_floatHistogramsSt ??= new FloatHistogramChunkWriter(withStartTimes: true), timestampMs, histogram, startTimestampMs);

    /// <summary>Ends the series. False if no chunk was open.</summary>
    public bool Finish() => End();

    private bool Append<THistogram>(NativeChunkWriter<THistogram> writer, long timestampMs, THistogram histogram, long startTimestampMs)
        where THistogram : class, new()
    {
        var ended = _open == writer.Encoding && _count < SamplesPerChunk ? false : End();
        if (_count == 0)
        {
            writer.Clear();
            Begin(writer.Encoding, timestampMs);
        }

        if (writer.Append(timestampMs, histogram, startTimestampMs) == HistogramAppendOutcome.NewChunk)
        {
            ended = End();
            writer.StartNext();
            Begin(writer.Encoding, timestampMs);
            writer.Append(timestampMs, histogram, startTimestampMs);
        }

        Count(timestampMs);
        return ended;
    }

    private void Begin(ChunkEncoding encoding, long timestampMs)
    {
        _open = encoding;
        _minTime = timestampMs;
    }

    private void Count(long timestampMs)
    {
        _maxTime = timestampMs;
        _count++;
    }

    private bool End()
    {
        if (_count == 0)
        {
            _open = ChunkEncoding.None;
            return false;
        }

        Keep(_open switch
        {
            ChunkEncoding.Xor => _floats.AsSpan(0, XorEncoder.ByteLength(_xor)),
            ChunkEncoding.Xor2 => _floats.AsSpan(0, Xor2Encoder.ByteLength(_xor2)),
            ChunkEncoding.Histogram => _histograms!.Written,
            ChunkEncoding.HistogramSt => _histogramsSt!.Written,
            ChunkEncoding.FloatHistogram => _floatHistograms!.Written,
            _ => _floatHistogramsSt!.Written,
        });
        _finishedEncoding = _open;
        _finishedMinTime = _minTime;
        _finishedMaxTime = _maxTime;
        _open = ChunkEncoding.None;
        _count = 0;
        return true;
    }

    private void Keep(ReadOnlySpan<byte> chunk)
    {
        if (_finished.Length < chunk.Length)
        {
            _finished = new byte[Math.Max(chunk.Length, 2 * _finished.Length)];
        }

        chunk.CopyTo(_finished);
        _finishedLength = chunk.Length;
    }
}
