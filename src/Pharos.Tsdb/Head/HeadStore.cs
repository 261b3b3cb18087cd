using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Head.Appending;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Head.Deletion;
using Pharos.Tsdb.Head.Exemplars;
using Pharos.Tsdb.Head.OutOfOrder;
using Pharos.Tsdb.Head.Postings;
using Pharos.Tsdb.Head.Querying;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Memory;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Head;

/// <summary>
/// The newest samples, in memory and in chunk files, until they are cut into a block. Safe for concurrent use. See <c>docs/head.md</c> for what lies
/// where and who may touch it.
/// </summary>
internal sealed class HeadStore : IAppendable, IQuerySource, IChunkQuerySource, IDisposable
{
    private readonly SlabAllocator _memory = new();
    private long _outOfOrderWindowMs;
    private volatile WalWriter? _lateLog;

    /// <summary>An empty head. What is appended is not logged until <see cref="Log"/> is started.</summary>
    /// <param name="chunkFiles">Belongs to the head from now on.</param>
    /// <param name="registry">Where its metrics go, if there are to be any.</param>
    public HeadStore(HeadOptions options, HeadChunkFiles chunkFiles, MetricRegistry? registry = null, TimeProvider? time = null)
    {
        Options = options;
        _outOfOrderWindowMs = options.OutOfOrderWindowMs;
        ChunkFiles = chunkFiles;
        Times = new HeadTimes(options.ChunkRangeMs);
        Series = new HeadSeries(_memory, Epochs, options.MaxSeries);
        OpenChunks = new OpenChunks(Series.Table, Series.Extras, chunkFiles, _memory);
        FloatAppending = new FloatAppending(OpenChunks, _memory, options);
        LateAppending = new LateAppending(Series.Table, Series.Extras, chunkFiles, _memory, options);
        HistogramAppending = new HistogramAppending(OpenChunks, Series.Extras, options);
        Log = new HeadLog(Series);
        Commits = new HeadCommits(this);
        Exemplars = new ExemplarRing(Series, _memory, options.MaxExemplars, options.OutOfOrderWindowMs);
        Deletions = new HeadDeletions(this);
        Finder = new HeadPostings(Series.Postings, Series.Table, Series.Symbols);
        LabelOrder = new LabelOrder(Series);
        LabelCatalog = new LabelCatalog(Series, Finder);
        Metrics = registry is null ? null : new HeadMetrics(registry, this, time ?? TimeProvider.System);
    }

    public HeadOptions Options { get; }

    public SlabAllocator Memory => _memory;

    /// <summary>Null if nobody asks for them.</summary>
    public HeadMetrics? Metrics { get; }

    public HeadTimes Times { get; }

    public HeadSeries Series { get; }

    public HeadChunkFiles ChunkFiles { get; }

    public OpenChunks OpenChunks { get; }

    public FloatAppending FloatAppending { get; }

    public HistogramAppending HistogramAppending { get; }

    public LateAppending LateAppending { get; }

    /// <summary>The log of samples out of order; null if none are accepted.</summary>
    public WalWriter? LateLog
    {
        get => _lateLog;
        set => _lateLog = value;
    }

    /// <summary>How much older than the newest sample one may be for a batch that begins now; 0 accepts samples in order only.</summary>
    public long OutOfOrderWindowMs
    {
        get => Volatile.Read(ref _outOfOrderWindowMs);
        set => Volatile.Write(ref _outOfOrderWindowMs, value);
    }

    public HeadLog Log { get; }

    public HeadCommits Commits { get; }

    public ExemplarRing Exemplars { get; }

    public HeadDeletions Deletions { get; }

    public HeadPostings Finder { get; }

    public LabelOrder LabelOrder { get; }

    public LabelCatalog LabelCatalog { get; }

    public Epochs Epochs { get; } = new();

    public Isolation Isolation { get; } = new();

    public WalKeeper WalKeeper { get; } = new();

    /// <summary>Commits share it; who drops series takes it alone, so that none goes between a commit's look at it and its samples.</summary>
    public ReaderWriterLockSlim DropGate { get; } = new(LockRecursionPolicy.NoRecursion);

    /// <summary>Memory outside the garbage collector's reach.</summary>
    public long NativeBytes => _memory.ReservedBytes + Series.Table.Bytes;

    public IAppender NewAppender() => new HeadAppender(this);

    public IQuerier NewQuerier(long minTimeMs, long maxTimeMs) => new HeadQuerier(this, minTimeMs, maxTimeMs);

    /// <inheritdoc cref="HeadDeletions.Delete"/>
    public void Delete(ReadOnlySpan<Matcher> matchers, long minTimeMs, long maxTimeMs, CancellationToken cancellation = default) =>
        Deletions.Delete(matchers, minTimeMs, maxTimeMs, cancellation);

    public IChunkQuerier NewChunkQuerier(long minTimeMs, long maxTimeMs) => new HeadChunkQuerier(this, minTimeMs, maxTimeMs);

    /// <summary>What a batch accepts that begins now; cutting blocks waits for it until <see cref="Isolation.EndBatch"/>.</summary>
    public AcceptedTimes BeginBatch(long firstMs)
    {
        while (true)
        {
            var accepted = AcceptedTimes.Of(this, firstMs);
            Isolation.BeginBatch(accepted.MinInOrderMs);

            // If the head was cut in between, nobody waited for this batch, and it has to be content with less.
            if (accepted.MinInOrderMs >= Times.MinValidMs && accepted.MinInOrderMs >= Times.CutBeforeMs)
            {
                return accepted;
            }

            Isolation.EndBatch(accepted.MinInOrderMs);
        }
    }

    /// <summary>Appends a float to a series; false if it is not newer than the newest. The caller holds the lock of the series' page.</summary>
    public bool StoreFloat(uint slot, ref SeriesState state, long timestampMs, double value)
    {
        if (state.Encoding is ChunkEncoding.Xor or ChunkEncoding.None || !SpecialValues.IsStale(value))
        {
            return FloatAppending.Append(slot, ref state, timestampMs, value);
        }

        // Whoever marks a series as stale does not know that it has histograms; the mark becomes one.
        return state.Encoding == ChunkEncoding.Histogram
            ? HistogramAppending.Append(slot, ref state, timestampMs, new Model.Histograms.Histogram { Sum = value })
            : HistogramAppending.Append(slot, ref state, timestampMs, new FloatHistogram { Sum = value });
    }

    public void Dispose()
    {
        Exemplars.Dispose();
        ChunkFiles.Dispose();
        Series.Dispose();
        DropGate.Dispose();
        _memory.Dispose();
    }
}
