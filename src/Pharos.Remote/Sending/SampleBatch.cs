using Pharos.Remote.Watching;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Sending;

/// <summary>
/// Up to a request's worth of samples that wait in a shard. One thread adds and publishes, another reads what is published; neither waits for the other.
/// </summary>
internal sealed class SampleBatch
{
    private const int FirstCapacity = 64;

    /// <summary>A batch with more histograms and exemplars than this is full, however few there are.</summary>
    private const int MaxPayloadBytes = 1 << 20;

    private readonly int _capacity;
    private long[] _places;
    private long[] _timesMs;
    private double[] _values;
    private long[]? _startsMs;
    private LoggedKind[]? _kinds;

    /// <summary>Where the payloads of entries that have one end, 0 for others; a payload begins where the one before it ends.</summary>
    private int[]? _payloadEnds;
    private byte[] _payload = [];
    private int _payloadLength;
    private int _written;
    private volatile int _count;
    private volatile bool _isSealed;
    private volatile bool _isTaken;

    public SampleBatch(int capacity)
    {
        _capacity = capacity;
        var first = Math.Min(capacity, FirstCapacity);
        (_places, _timesMs, _values) = (new long[first], new long[first], new double[first]);
    }

    /// <summary>What places are in. The same for the whole batch.</summary>
    public SentLabels Labels { get; private set; } = null!;

    /// <summary>No sample of the batch stands in the log before this.</summary>
    public WalPosition Start { get; private set; }

    /// <summary>How many samples the reader may see.</summary>
    public int Count => _count;

    /// <summary>Whether no more will come.</summary>
    public bool IsSealed => _isSealed;

    /// <summary>Set by the reader when it has taken a part: what comes next had better go into another batch.</summary>
    public bool IsTaken
    {
        get => _isTaken;
        set => _isTaken = value;
    }

    /// <summary>For the writer.</summary>
    public bool HasRoom => _written < _capacity && _payloadLength < MaxPayloadBytes;

    /// <summary>Empties the batch. Called by the writer, while the reader has nothing to do with it.</summary>
    public void Begin(SentLabels labels, WalPosition start)
    {
        (Labels, Start) = (labels, start);
        _written = 0;
        _payloadLength = 0;
        _startsMs = null;
        _kinds = null;
        _payloadEnds = null;
        if (_payload.Length > MaxPayloadBytes)
        {
            _payload = [];
        }

        _isSealed = false;
        _isTaken = false;
        _count = 0;
    }

    /// <summary>Adds a sample; there is room.</summary>
    public void Add(long place, long timeMs, double value, long startMs)
    {
        if (_written == _places.Length)
        {
            Grow();
        }

        var at = _written++;
        _places[at] = place;
        _timesMs[at] = timeMs;
        _values[at] = value;
        if (startMs != 0)
        {
            (_startsMs ??= new long[_capacity])[at] = startMs;
        }
        else if (_startsMs is { } starts)
        {
            starts[at] = 0;
        }

        if (_payloadEnds is { } ends)
        {
            ends[at] = _payloadLength;
        }
    }

    /// <summary>Adds an exemplar or a histogram; there is room.</summary>
    public void Add(LoggedKind kind, long place, long timeMs, double value, ReadOnlySpan<byte> payload)
    {
        _kinds ??= new LoggedKind[_capacity];
        _payloadEnds ??= new int[_capacity];
        if (payload.Length > _payload.Length - _payloadLength)
        {
            // A reader may have the old array: what it can see stays as it is there.
            var larger = new byte[Math.Max(_payloadLength + payload.Length, Math.Max(_payload.Length * 2, 4096))];
            _payload.AsSpan(0, _payloadLength).CopyTo(larger);
            _payload = larger;
        }

        payload.CopyTo(_payload.AsSpan(_payloadLength));
        _payloadLength += payload.Length;
        _kinds[_written] = kind;
        Add(place, timeMs, value, startMs: 0);
    }

    /// <summary>Shows the reader what was added.</summary>
    public void Publish() => _count = _written;

    public void Seal()
    {
        Publish();
        _isSealed = true;
    }

    public LoggedKind KindAt(int index) => _kinds is { } kinds ? kinds[index] : LoggedKind.Sample;

    public long PlaceAt(int index) => _places[index];

    public long TimeMsAt(int index) => _timesMs[index];

    public double ValueAt(int index) => _values[index];

    public long StartMsAt(int index) => _startsMs is { } starts ? starts[index] : 0;

    /// <summary>What an entry that is no sample has with it.</summary>
    public ReadOnlySpan<byte> PayloadAt(int index)
    {
        var ends = _payloadEnds!;
        var start = index == 0 ? 0 : ends[index - 1];
        return _payload.AsSpan(start, ends[index] - start);
    }

    private void Grow()
    {
        // Copies, as the reader may be in the middle of the old ones.
        var length = Math.Min(_places.Length * 2, _capacity);
        Array.Resize(ref _places, length);
        Array.Resize(ref _timesMs, length);
        Array.Resize(ref _values, length);
    }
}
