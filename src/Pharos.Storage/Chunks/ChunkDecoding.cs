using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>Goes through the samples of a histogram chunk, of which it holds a copy. Used again and again; not safe for concurrent use.</summary>
internal sealed class ChunkDecoding<THistogram>
{
    private byte[] _bytes = [];
    private BitReader _reader;
    private StartTimes _startTimes;
    private bool _hasStartTimes;

    public ChunkDecoding(SampleCoder<THistogram> coder)
    {
        Coder = coder;
    }

    /// <summary>What is known after the newest sample.</summary>
    public SampleCoder<THistogram> Coder { get; set; }

    public HistogramLayout Layout { get; } = new();

    /// <summary>How many samples the chunk has.</summary>
    public int Count { get; private set; }

    /// <summary>How many samples were read.</summary>
    public int Read { get; private set; }

    /// <summary>The bits of the chunk up to the end of the newest sample.</summary>
    public uint Position => _reader.Position;

    public StartTimes StartTimes => _startTimes;

    /// <summary>What the header says.</summary>
    public CounterResetHint ChunkHint { get; private set; }

    /// <summary>What is known about a counter reset before the newest sample.</summary>
    /// <remarks>Of the first one nothing is, whatever the header says: the chunk before may have come from elsewhere or be gone.</remarks>
    public CounterResetHint Hint =>
        Coder.IsStale ? CounterResetHint.Unknown
        : ChunkHint == CounterResetHint.Gauge ? CounterResetHint.Gauge
        : Read > 1 ? CounterResetHint.NotCounterReset
        : CounterResetHint.Unknown;

    /// <summary>Takes a copy of a chunk and returns how many samples it has.</summary>
    public int Start(ChunkEncoding encoding, ReadOnlySpan<byte> chunk)
    {
        Count = ChunkHeader.Count(encoding, chunk);
        ChunkHint = ChunkHeader.CounterReset(encoding, chunk);
        Read = 0;
        _hasStartTimes = ChunkHeader.HasFlagsInCount(encoding);
        _startTimes = _hasStartTimes ? new StartTimes(chunk[ChunkHeader.FlagByte]) : default;
        if (_bytes.Length < chunk.Length + BitReader.Padding)
        {
            _bytes = new byte[Math.Max(chunk.Length + BitReader.Padding, 2 * _bytes.Length)];
        }

        chunk.CopyTo(_bytes);
        _reader = new BitReader(_bytes, chunk.Length, ChunkHeader.HistogramBytes);
        return Count;
    }

    /// <summary>Reads one of the remaining samples.</summary>
    public void Next()
    {
        var previousTime = Coder.Time;
        if (Read == 0)
        {
            Layout.Read(ref _reader, Coder.BucketBits);
            Coder.ReadFirst(ref _reader, Layout);
        }
        else
        {
            Coder.ReadNext(ref _reader);
        }

        if (_hasStartTimes)
        {
            _startTimes.Read(ref _reader, Read, Coder.Time, previousTime);
        }

        Read++;
    }
}
