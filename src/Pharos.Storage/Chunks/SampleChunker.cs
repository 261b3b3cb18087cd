namespace Pharos.Storage.Chunks;

/// <summary>
/// Reads a cursor to its end and gives its samples as chunks, one at a time. Used for one cursor after the other; not safe for concurrent use.
/// </summary>
public sealed class SampleChunker
{
    private const int BufferSamples = ChunkSequenceWriter.SamplesPerChunk;

    private readonly long[] _times = new long[BufferSamples];
    private readonly double[] _values = new double[BufferSamples];
    private readonly long[] _starts = new long[BufferSamples];
    private readonly ChunkSequenceWriter _xor = new();
    private readonly Model.Histograms.Histogram _histogram = new();
    private readonly Model.Histograms.FloatHistogram _floatHistogram = new();
    private ChunkSequenceWriter? _xor2;
    private ChunkSequenceWriter _writer;
    private SampleCursor? _samples;
    private int _at;
    private int _end;

    public SampleChunker()
    {
        _writer = _xor;
    }

    /// <summary>The chunk that <see cref="MoveNext"/> went to; its bytes are valid until the next move.</summary>
    public ChunkView Current => _writer.Finished;

    /// <summary>Begins with another cursor, which nobody else may read meanwhile.</summary>
    /// <param name="floatEncoding">For floats without start times, as in <see cref="ChunkSequenceWriter"/>.</param>
    public void Reset(SampleCursor samples, ChunkEncoding floatEncoding = ChunkEncoding.Xor)
    {
        // What an earlier cursor left open, if it was not read to its end.
        _ = _writer.Finish();
        _writer = floatEncoding == ChunkEncoding.Xor2 ? _xor2 ??= new ChunkSequenceWriter(ChunkEncoding.Xor2) : _xor;
        _samples = samples;
        _at = 0;
        _end = 0;
    }

    public bool MoveNext()
    {
        while (_samples is not null)
        {
            if (_at < _end)
            {
                if (AppendFloats())
                {
                    return true;
                }

                continue;
            }

            switch (_samples.Peek())
            {
                case SampleKind.Float:
                    _at = 0;
                    _end = _samples.ReadFloats(_times, _values, _starts);
                    break;
                case SampleKind.Histogram:
                    if (_writer.Append(_samples.ReadHistogram(_histogram), _histogram, _samples.StartTimestampMs))
                    {
                        return true;
                    }

                    break;
                case SampleKind.FloatHistogram:
                    if (_writer.Append(_samples.ReadFloatHistogram(_floatHistogram), _floatHistogram, _samples.StartTimestampMs))
                    {
                        return true;
                    }

                    break;
                default:
                    _samples = null;
                    return _writer.Finish();
            }
        }

        return false;
    }

    private bool AppendFloats()
    {
        while (_at < _end)
        {
            var at = _at++;
            if (_writer.Append(_times[at], _values[at], _starts[at]))
            {
                return true;
            }
        }

        return false;
    }
}
