using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Replay;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Head;

/// <summary>A head with a log in a folder of its own, which can be closed or abandoned and opened again.</summary>
internal sealed class HeadFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Func<MetricRegistry>? _registry;

    public HeadFixture(HeadOptions? options = null, Func<MetricRegistry>? registry = null)
    {
        _registry = registry;
        Options = options ?? new HeadOptions();
        Open();
    }

    /// <summary>Of the next opening.</summary>
    public HeadOptions Options { get; set; }

    /// <summary>How the next opening makes room, for the directory.</summary>
    public Func<string, ReplayReliefOptions>? Relief { get; set; }

    public HeadStore Head { get; private set; } = null!;

    public WalWriter Wal { get; private set; } = null!;

    public string Directory => _folder.Path;

    /// <summary>What the last opening found broken.</summary>
    public IReadOnlyList<string> Damage { get; private set; } = [];

    /// <summary>How many blocks the last opening has cut.</summary>
    public int CutBlocks { get; private set; }

    /// <summary>As after a kill: nothing is flushed or cut to its length, and the next one reads what is in the files.</summary>
    public void Abandon(long minValidMs = long.MinValue)
    {
        Wal.Dispose();
        Head.LateLog?.Dispose();
        _abandoned.Add(Head);
        Open(minValidMs);
    }

    public void Reopen(long minValidMs = long.MinValue)
    {
        Wal.Dispose();
        Head.LateLog?.Dispose();
        Head.Dispose();
        Open(minValidMs);
    }

    public SeriesRef Append(Labels labels, long timestampMs, double value)
    {
        using var appender = Head.NewAppender();
        var result = appender.Append(SeriesRef.None, labels.View, timestampMs, value);
        Assert.Equal(AppendOutcome.Accepted, result.Outcome);
        appender.Commit();
        return result.Series;
    }

    public AppendOutcome TryAppend(Labels labels, long timestampMs, double value)
    {
        using var appender = Head.NewAppender();
        var outcome = appender.Append(SeriesRef.None, labels.View, timestampMs, value).Outcome;
        appender.Commit();
        return outcome;
    }

    /// <summary>All samples of a range by series, in the order of labels.</summary>
    public List<(Labels Labels, List<(long TimestampMs, double Value)> Samples)> Query(
        long minTimeMs, long maxTimeMs, params ReadOnlySpan<Matcher> matchers)
    {
        using var querier = Head.NewQuerier(minTimeMs, maxTimeMs);
        return Read(querier, matchers);
    }

    public static List<(Labels Labels, List<(long TimestampMs, double Value)> Samples)> Read(IQuerier querier, ReadOnlySpan<Matcher> matchers)
    {
        var found = new List<(Labels, List<(long, double)>)>();
        using var set = querier.Select(sorted: true, hints: null, matchers);
        SampleCursor? cursor = null;
        Span<long> times = stackalloc long[7];
        Span<double> values = stackalloc double[7];
        while (set.MoveNext())
        {
            cursor = set.Samples(cursor);
            var samples = new List<(long, double)>();
            for (var count = cursor.ReadFloats(times, values); count > 0; count = cursor.ReadFloats(times, values))
            {
                for (var i = 0; i < count; i++)
                {
                    samples.Add((times[i], values[i]));
                }
            }

            found.Add((set.Labels.ToLabels(), samples));
        }

        return found;
    }

    public void Dispose()
    {
        Wal.Dispose();
        Head.LateLog?.Dispose();
        Head.Dispose();
        foreach (var head in _abandoned)
        {
            head.Dispose();
        }

        _folder.Dispose();
    }

    private readonly List<HeadStore> _abandoned = [];

    private void Open(long minValidMs = long.MinValue)
    {
        var opening = new HeadOpening(_folder.Path, NullLogger.Instance, TimeProvider.System, _registry?.Invoke()) { Relief = Relief?.Invoke(_folder.Path) };
        Head = opening.Open(Options, minValidMs, repair: true);
        Damage = opening.Damage;
        CutBlocks = opening.CutBlocks;
        Wal = new WalWriter(Path.Combine(_folder.Path, "wal"));
        Head.Log.Start(Wal);
        if (Options.OutOfOrderWindowMs > 0)
        {
            Head.LateLog = new WalWriter(Path.Combine(_folder.Path, "wbl"));
        }
    }
}
