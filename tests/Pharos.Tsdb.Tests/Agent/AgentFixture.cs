using System.Globalization;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Agent;
using Pharos.Tsdb.Tests.Head;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Agent;

/// <summary>A store of an agent in a folder of its own, and what a reader of its log finds.</summary>
internal sealed class AgentFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    public AgentFixture(AgentOptions? options = null)
    {
        Options = options ?? new AgentOptions();
        Open();
    }

    /// <summary>Of the next opening.</summary>
    public AgentOptions Options { get; set; }

    public AgentStore Store { get; private set; } = null!;

    public LogLines Log { get; private set; } = null!;

    public MetricRegistry Metrics { get; private set; } = null!;

    public string Directory => _folder.File("data");

    public double Metric(string name) => MetricValues.Of(Metrics)[name];

    public void Open()
    {
        Log = new LogLines();
        Metrics = new MetricRegistry();
        Store = AgentStore.Open(
            Directory,
            Options with { TruncateFrequency = TimeSpan.Zero, WalSegmentBytes = 32 << 10 },
            new DatabaseServices { Log = Log, Metrics = Metrics, Time = _time });
    }

    public void Reopen()
    {
        Store.Dispose();
        Open();
    }

    /// <summary>Shortens the log by what is before the time.</summary>
    public void TruncateBefore(long timestampMs)
    {
        _time.NowMs = timestampMs + (long)Options.MaxWalTime.TotalMilliseconds;
        Store.Truncate();
    }

    public AppendOutcome Append(string name, long timestampMs, double value = 1)
    {
        using var appender = Store.NewAppender();
        var outcome = appender.Append(SeriesRef.None, Series(name), timestampMs, value).Outcome;
        appender.Commit();
        return outcome;
    }

    /// <summary>Makes so many segments with samples of one series.</summary>
    public void FillSegments(int count, string name, long startMs)
    {
        using var appender = Store.NewAppender();
        var random = new Random(1);
        var segments = WalSegments.List(Store.WalDirectory).Count;
        for (var i = 0; WalSegments.List(Store.WalDirectory).Count < segments + count; i++)
        {
            for (var k = 0; k < 100; k++)
            {
                appender.Append(SeriesRef.None, Series(name), startMs + i * 100 + k, random.NextDouble());
            }

            appender.Commit();
        }
    }

    public static LabelsView Series(string name) => Labels.Of(("__name__", name), ("job", "agent")).View;

    /// <summary>What is in the log: name, time and value, in the order of the log.</summary>
    public List<string> ReadLog() => [.. AgentLog.Read(Store.WalDirectory).Select(static entry => string.Create(
        CultureInfo.InvariantCulture, $"{entry.Series["__name__"]} {entry.TimestampMs} {entry.Value}{entry.Exemplar?.ToString() ?? ""}"))];

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }

    private sealed class ManualTime : TimeProvider
    {
        public long NowMs { get; set; } = 1_000_000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);
    }
}
