using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Reads the samples of a chunk of any encoding forward, out of a copy that it makes. Load one chunk after the other into the same reader: its
/// memory is kept. Bytes that cannot be a chunk end in <see cref="CorruptionException"/>; load another chunk then. Not safe for concurrent use.
/// </summary>
public sealed class ChunkReader
{
    private readonly ChunkDecoding<Histogram> _histograms = new(new IntegerSampleCoder());
    private readonly ChunkDecoding<FloatHistogram> _floatHistograms = new(new FloatSampleCoder());
    private byte[] _floats = [];
    private int _length;
    private XorDecoder _xor;
    private Xor2Decoder _xor2;

    /// <summary>Whether the next histogram is decoded already.</summary>
    private bool _isAhead;

    /// <summary>The encoding of the chunk, <see cref="ChunkEncoding.None"/> before the first.</summary>
    public ChunkEncoding Encoding { get; private set; }

    /// <summary>How many samples the chunk has.</summary>
    public int Count { get; private set; }

    /// <summary>How many samples were not read yet.</summary>
    public int Remaining { get; private set; }

    /// <summary>What the samples of the chunk are, <see cref="SampleKind.None"/> when all are read.</summary>
    public SampleKind Kind => Remaining == 0 ? SampleKind.None : Encoding switch
    {
        ChunkEncoding.Xor or ChunkEncoding.Xor2 => SampleKind.Float,
        ChunkEncoding.Histogram or ChunkEncoding.HistogramSt => SampleKind.Histogram,
        _ => SampleKind.FloatHistogram,
    };

    /// <summary>When the counter of the sample read last began, 0 if unknown.</summary>
    public long StartTimestampMs => Encoding switch
    {
        ChunkEncoding.Xor2 => _xor2.StartTimestampMs,
        ChunkEncoding.HistogramSt => _histograms.StartTimes.Newest,
        ChunkEncoding.FloatHistogramSt => _floatHistograms.StartTimes.Newest,
        _ => 0,
    };

    /// <summary>Copies a chunk and begins with its first sample.</summary>
    public void Load(ChunkEncoding encoding, ReadOnlySpan<byte> data)
    {
        Remaining = 0;
        Count = 0;
        _isAhead = false;
        Encoding = encoding;
        var count = ChunkHeader.Count(encoding, data);
        switch (encoding)
        {
            case ChunkEncoding.Xor:
                _xor = XorDecoder.Start(Copy(data));
                break;
            case ChunkEncoding.Xor2:
                _xor2 = Xor2Decoder.Start(Copy(data));
                break;
            case ChunkEncoding.Histogram or ChunkEncoding.HistogramSt:
                _histograms.Start(encoding, data);
                break;
            default:
                _floatHistograms.Start(encoding, data);
                break;
        }

        Count = count;
        Remaining = count;
    }

    /// <summary>
    /// Fills the columns with the floats that come next, up to the length of the shorter one, and returns how many that were: 0 only at the end.
    /// </summary>
    /// <param name="startTimestampsMs">When each sample's counter began, 0 if unknown. Empty if it is of no interest.</param>
    public int ReadFloats(Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs = default)
    {
        var chunk = _floats.AsSpan(0, _length);
        int read;
        switch (Encoding)
        {
            case ChunkEncoding.Xor2:
                read = _xor2.Read(chunk, timestampsMs, values, startTimestampsMs);
                break;
            case ChunkEncoding.Xor:
                if (!startTimestampsMs.IsEmpty)
                {
                    timestampsMs = timestampsMs[..Math.Min(timestampsMs.Length, startTimestampsMs.Length)];
                }

                read = _xor.Read(chunk, timestampsMs, values);
                startTimestampsMs[..Math.Min(read, startTimestampsMs.Length)].Clear();
                break;
            default:
                throw new InvalidOperationException($"a chunk of {Encoding} has no floats");
        }

        Remaining -= read;
        return read;
    }

    /// <summary>The time of the histogram that is next, without taking it.</summary>
    public long PeekTimestampMs()
    {
        Require(Encoding is not (ChunkEncoding.Xor or ChunkEncoding.Xor2));
        if (!_isAhead)
        {
            _isAhead = true;
            Decode();
        }

        return Encoding is ChunkEncoding.Histogram or ChunkEncoding.HistogramSt ? _histograms.Coder.Time : _floatHistograms.Coder.Time;
    }

    /// <summary>Passes over the histogram that is next.</summary>
    public void SkipHistogram()
    {
        Require(Encoding is not (ChunkEncoding.Xor or ChunkEncoding.Xor2));
        TakeNext();
    }

    /// <summary>
    /// Takes the integer histogram that is next and returns its time. Arrays of buckets in <paramref name="into"/> are kept if they have the right
    /// length.
    /// </summary>
    public long ReadHistogram(Histogram into)
    {
        Require(Encoding is ChunkEncoding.Histogram or ChunkEncoding.HistogramSt);
        TakeNext();
        if (_histograms.Coder.IsStale)
        {
            _histograms.Coder.Stale.CopyTo(into);
        }
        else
        {
            _histograms.Coder.CopyTo(into, _histograms.Layout);
            Check(into.Schema > HistogramSchema.ExponentialMax ? into.ReduceToSupportedSchema() : null);
        }

        into.CounterResetHint = _histograms.Hint;
        return _histograms.Coder.Time;
    }

    /// <summary>As <see cref="ReadHistogram"/>, for integer and float histograms, the former with their counts as floats.</summary>
    public long ReadFloatHistogram(FloatHistogram into)
    {
        if (Encoding is ChunkEncoding.Histogram or ChunkEncoding.HistogramSt)
        {
            return ReadAsFloat(into);
        }

        Require(Encoding is ChunkEncoding.FloatHistogram or ChunkEncoding.FloatHistogramSt);
        TakeNext();
        if (_floatHistograms.Coder.IsStale)
        {
            _floatHistograms.Coder.Stale.CopyTo(into);
        }
        else
        {
            _floatHistograms.Coder.CopyTo(into, _floatHistograms.Layout);
            Reduce(into);
        }

        into.CounterResetHint = _floatHistograms.Hint;
        return _floatHistograms.Coder.Time;
    }

    private void TakeNext()
    {
        if (!_isAhead)
        {
            Decode();
        }

        _isAhead = false;
        Remaining--;
    }

    private void Decode()
    {
        if (Encoding is ChunkEncoding.Histogram or ChunkEncoding.HistogramSt)
        {
            _histograms.Next();
        }
        else
        {
            _floatHistograms.Next();
        }
    }

    private long ReadAsFloat(FloatHistogram into)
    {
        Require(true);
        TakeNext();
        if (_histograms.Coder.IsStale)
        {
            _histograms.Coder.Stale.ToFloat(into);
        }
        else
        {
            ((IntegerSampleCoder)_histograms.Coder).CopyTo(into, _histograms.Layout);
            Reduce(into);
        }

        into.CounterResetHint = _histograms.Hint;
        return _histograms.Coder.Time;
    }

    private static void Reduce(FloatHistogram histogram) =>
        Check(histogram.Schema > HistogramSchema.ExponentialMax ? histogram.ReduceToSupportedSchema() : null);

    private static void Check(HistogramFault? fault)
    {
        if (fault is not null)
        {
            throw new CorruptionException(fault.Message);
        }
    }

    private void Require(bool isOfKind)
    {
        if (!isOfKind || Remaining == 0)
        {
            throw new InvalidOperationException(Remaining == 0 ? "the chunk has no more samples" : $"a chunk of {Encoding} has no such samples");
        }
    }

    private ReadOnlySpan<byte> Copy(ReadOnlySpan<byte> data)
    {
        if (_floats.Length < data.Length)
        {
            _floats = new byte[Math.Max(data.Length, 2 * _floats.Length)];
        }

        data.CopyTo(_floats);
        _length = data.Length;
        return _floats.AsSpan(0, _length);
    }
}
