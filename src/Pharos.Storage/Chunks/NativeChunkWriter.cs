using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Writes chunks of native histograms, one after the other, into memory of its own, which it keeps for the next chunk. Histograms given to
/// it are neither changed nor kept. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// A counter chunk holds histograms without a reset between them; whoever reads it relies on that. A gauge chunk holds what its name says.
/// <code>
/// while (writer.Append(time, histogram) == HistogramAppendOutcome.NewChunk)
/// {
///     Save(writer.Written);
///     writer.StartNext();
/// }
/// </code>
/// </remarks>
/// <typeparam name="THistogram">The integer or the float histogram.</typeparam>
public abstract partial class NativeChunkWriter<THistogram>
    where THistogram : class, new()
{
    private readonly BitWriter _bits = new();
    private readonly HistogramLayout _layout = new();
    private readonly BucketAlignment _positive = new();
    private readonly BucketAlignment _negative = new();
    private readonly bool _hasStartTimes;
    private readonly int _maxCount;

    private SampleCoder<THistogram> _coder;
    private StartTimes _startTimes;
    private CounterResetHint _hint;
    private int _count;
    private bool _continues;
    private long? _refusedTime;
    private ChunkDecoding<THistogram>? _decoding;

    private protected NativeChunkWriter(ChunkEncoding encoding, SampleCoder<THistogram> coder)
    {
        Encoding = encoding;
        _coder = coder;
        _hasStartTimes = ChunkHeader.HasFlagsInCount(encoding);
        _maxCount = _hasStartTimes ? ChunkHeader.MaxSamplesWithStartTimes : ushort.MaxValue;
        Clear();
    }

    public ChunkEncoding Encoding { get; }

    /// <summary>How many samples the chunk has.</summary>
    public int Count => _count;

    /// <summary>The bytes of the chunk; valid until the next change.</summary>
    public ReadOnlySpan<byte> Written => _bits.Written;

    /// <summary>The time of the newest sample, if there is one.</summary>
    public long LastTimestampMs => _coder.Time;

    /// <summary>What the header of the chunk says about a counter reset before its first sample.</summary>
    public CounterResetHint CounterReset => _count == 0 ? CounterResetHint.Unknown : _hint;

    /// <summary>
    /// After <see cref="HistogramAppendOutcome.NewChunk"/>, what the header of the chunk that begins with the refused sample has to say. After
    /// <see cref="StartNext"/> it will, without help.
    /// </summary>
    public CounterResetHint NextCounterReset { get; private set; }

    /// <summary>Begins a chunk that has nothing to do with the one before.</summary>
    public void Clear()
    {
        Empty();
        _continues = false;
        _refusedTime = null;
    }

    /// <summary>Begins the chunk that follows on this one: its header will say whether there was a counter reset between them.</summary>
    public void StartNext()
    {
        _continues |= _count > 0;
        Empty();
    }

    /// <summary>
    /// Takes up a chunk where it was left. Throws <see cref="CorruptionException"/> if it cannot be read to its end; the writer is empty then.
    /// </summary>
    public void Resume(ReadOnlySpan<byte> chunk)
    {
        Clear();
        var decoding = _decoding ??= new ChunkDecoding<THistogram>(_coder.CreateEmpty());
        var count = decoding.Start(Encoding, chunk);
        while (decoding.Read < count)
        {
            decoding.Next();
        }

        if (count == 0)
        {
            return;
        }

        var layout = decoding.Layout;
        if (!HistogramLayout.AreInOrder(layout.PositiveSpans) || !HistogramLayout.AreInOrder(layout.NegativeSpans))
        {
            throw new CorruptionException("the spans of the chunk are out of order", 0);
        }

        _layout.Set(layout.Schema, layout.ZeroThreshold, layout.PositiveSpans, layout.NegativeSpans, layout.CustomValues);
        _bits.Load(chunk, decoding.Position);
        _startTimes = decoding.StartTimes;
        _hint = ChunkHeader.CounterReset(Encoding, chunk);
        _count = count;
        (_coder, decoding.Coder) = (decoding.Coder, _coder);
    }

    /// <summary>
    /// Adds a sample if it may stand in this chunk. Throws <see cref="ArgumentException"/> if the spans of the histogram do not fit its buckets:
    /// validate it before.
    /// </summary>
    /// <param name="startTimestampMs">When the counter began, 0 if unknown. Without meaning if the chunk has no start times.</param>
    public HistogramAppendOutcome Append(long timestampMs, THistogram histogram, long startTimestampMs = 0)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        var shape = _coder.Shape(histogram);
        var isStale = SpecialValues.IsStale(shape.Sum);
        if (!isStale)
        {
            Require(shape);
        }

        if (_count == 0)
        {
            AppendFirst(timestampMs, isStale ? _coder.Stale : histogram, shape, startTimestampMs);
            return HistogramAppendOutcome.Appended;
        }

        if (!Fits(shape, histogram, out var next) || _count == _maxCount)
        {
            NextCounterReset = HeaderOf(next, isCut: _count == _maxCount);
            _refusedTime = timestampMs;
            return HistogramAppendOutcome.NewChunk;
        }

        var outcome = HistogramAppendOutcome.Appended;
        if (isStale)
        {
            histogram = _coder.Stale;
        }
        else if (_positive.NewToChunk + _negative.NewToChunk + _positive.NewToSample + _negative.NewToSample > 0)
        {
            (histogram, outcome) = Adapt(histogram, shape);
        }

        Write(timestampMs, histogram, startTimestampMs);
        WriteHeader();
        return outcome;
    }

    /// <summary>
    /// What the header of a new chunk says for a sample that has that relation to the newest before: the new chunk was due because of the sample,
    /// or it was <paramref name="isCut"/> for other reasons.
    /// </summary>
    private protected abstract CounterResetHint HeaderOf(CounterResetHint relation, bool isCut);

    private void Empty()
    {
        _count = 0;
        _startTimes = default;
        _bits.Clear(ChunkHeader.HistogramBytes);
    }

    private void AppendFirst(long timestampMs, THistogram histogram, in HistogramShape shape, long startTimestampMs)
    {
        // What is known of the chunk before is still there, and is needed for the last time.
        var hint = FirstHint(timestampMs, histogram, shape);
        _continues = false;
        _refusedTime = null;
        _hint = hint;
        var first = _coder.Shape(histogram);
        _layout.Set(first.Schema, first.ZeroThreshold, first.PositiveSpans, first.NegativeSpans, first.CustomValues);
        Write(timestampMs, histogram, startTimestampMs);
        WriteHeader();
    }

    private void Write(long timestampMs, THistogram histogram, long startTimestampMs)
    {
        var previousTime = _coder.Time;
        if (_count == 0)
        {
            _layout.Write(_bits);
            _coder.WriteFirst(_bits, timestampMs, histogram);
        }
        else
        {
            _coder.WriteNext(_bits, timestampMs, histogram);
        }

        if (_hasStartTimes)
        {
            _startTimes.Write(_bits, _count, timestampMs, previousTime, startTimestampMs);
        }

        _count++;
    }

    private void WriteHeader() => ChunkHeader.Write(_bits.Header, _hasStartTimes, _count, _hint, _startTimes.Header);
}
