using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Remote.Watching;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Testing.Waiting;
using Pharos.Tsdb;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Tests.Watching;

public sealed class LogWatcherTests : IDisposable
{
    private const long Hour = 3_600_000;

    private readonly TemporaryFolder _folder = new();
    private readonly FollowedLog _followed = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly CollectingSink _sink = new();

    public void Dispose()
    {
        _cancel.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_StoreThatIsWrittenToFromManySides_HandsOnEachSampleOnce()
    {
        using var database = Open();
        var watcher = NewWatcher();
        var running = watcher.RunAsync(null, _cancel.Token);
        var expected = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var round = 0; round < 400; round++)
            {
                using var appender = database.NewAppender();
                for (var series = 0; series < 50; series++)
                {
                    expected.Add(Append(appender, $"w{writer}s{series}r{round / 50}", round * 1000L, round));
                }

                appender.Commit();
            }
        }))).Within();

        await FinishAsync(watcher, running);
        Assert.Equal(expected.Order(StringComparer.Ordinal), _sink.Samples.Order(StringComparer.Ordinal));
        Assert.True(watcher.Next!.Value.Segment > 3, $"the log has {watcher.Next.Value.Segment} segments only");
    }

    [Fact]
    public async Task Run_LogThatIsShortenedMeanwhile_HandsOnEachSampleOnceAndForgetsSeries()
    {
        using var database = Open();
        var watcher = NewWatcher();
        var running = watcher.RunAsync(null, _cancel.Token);
        var expected = new List<string>();

        // Each hour other series beside one that stays, so that checkpoints have something to leave out.
        for (var hour = 0; hour < 12; hour++)
        {
            for (var minute = 0; minute < 60; minute += 5)
            {
                using var appender = database.NewAppender();
                for (var series = 0; series < 100; series++)
                {
                    expected.Add(Append(appender, $"h{hour}s{series}", hour * Hour + minute * 60_000, minute));
                }

                expected.Add(Append(appender, "stays", hour * Hour + minute * 60_000, minute));
                appender.Commit();
            }

            var known = expected.Count;
            await Eventually.TrueAsync(() => _sink.Samples.Count == known, "the samples of an hour");
            database.Maintain(CancellationToken.None);
        }

        Assert.NotNull(CheckpointDirectories.Last(_folder.File("data/wal")));
        await FinishAsync(watcher, running);
        Assert.Equal(expected, _sink.Samples);
    }

    [Fact]
    public async Task Run_CheckpointIsNew_ForgetsWhatItLeavesOut()
    {
        // The sink is told when the watcher looks, which it does every five seconds: the clock is the test's.
        var time = new Testing.Time.ManualTime();
        using var database = Open();
        var watcher = NewWatcher(time);
        var running = watcher.RunAsync(null, _cancel.Token);
        for (var hour = 0; hour < 20; hour++)
        {
            using (var appender = database.NewAppender())
            {
                Append(appender, "stays", hour * Hour, 1);
                Append(appender, $"h{hour}", hour * Hour, 1);
                appender.Commit();
            }

            // What is not read yet may go with its segment.
            var known = (hour + 1) * 2;
            await Eventually.TrueAsync(() => _sink.Samples.Count == known, "the samples of an hour");
            database.Maintain(CancellationToken.None);
        }

        Assert.NotNull(CheckpointDirectories.Last(_folder.File("data/wal")));
        await time.UntilTimerAsync(TimeSpan.FromSeconds(5)).Within();
        time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(() => _sink.ForgottenBefore > 0, "the checkpoint");
        Assert.Contains("stays", _sink.Kept);
        Assert.DoesNotContain("h0", _sink.Kept);
        await FinishAsync(watcher, running);
    }

    [Fact]
    public async Task Run_SamplesFromBefore_AreNotHandedOnButTheirSeriesAreKnown()
    {
        using (var database = Open())
        {
            Commit(database, "old", 1000);
        }

        using var again = Open();
        Commit(again, "old", 2000);
        var watcher = NewWatcher();
        var running = watcher.RunAsync(_followed.End, _cancel.Token);
        var sent = Commit(again, "old", 3000);
        await FinishAsync(watcher, running);
        Assert.Equal([sent], _sink.Samples);
    }

    [Fact]
    public async Task Run_FromWhereAnotherHasStopped_HandsOnWhatCameSince()
    {
        using var database = Open();
        var first = NewWatcher();
        var running = first.RunAsync(null, _cancel.Token);
        await Eventually.TrueAsync(() => first.Next is not null, "the first watcher");
        var before = Commit(database, "a", 1000);
        await FinishAsync(first, running);
        var since = Commit(database, "a", 2000);
        var second = NewWatcher();
        running = second.RunAsync(first.Next, _cancel.Token);
        var after = Commit(database, "b", 3000);
        await FinishAsync(second, running);
        Assert.Equal([before, since, after], _sink.Samples);
    }

    [Fact]
    public async Task Run_SegmentsThatWereDeletedBefore_GoesOnBehindThem()
    {
        using var database = Open();
        var lines = new LogLines();
        for (var hour = 0; hour < 12; hour++)
        {
            Commit(database, "a", hour * Hour);
            database.Maintain(CancellationToken.None);
        }

        var first = WalSegments.List(_folder.File("data/wal"))[0].Index;
        Assert.True(first > 0);
        var watcher = new LogWatcher("q", _followed, _sink, new WatcherMetrics(new MetricRegistry()).Of("q"), lines, TimeProvider.System);
        var running = watcher.RunAsync(new WalPosition(0, 0), _cancel.Token);
        var last = Commit(database, "a", 12 * Hour);
        await FinishAsync(watcher, running);
        Assert.Contains(lines.All, line => line.Contains("were deleted before they were read", StringComparison.Ordinal));
        Assert.Contains(last, _sink.Samples);
    }

    [Fact]
    public async Task Run_RecordsOfAllKinds_AreHandedOnAsTheSinkWants()
    {
        using var database = Open();
        _sink.WantsMetadata = true;
        var watcher = NewWatcher();
        var running = watcher.RunAsync(null, _cancel.Token);
        using (var appender = database.NewAppender())
        {
            var series = appender.Append(SeriesRef.None, Labels.Of(("__name__", "a")).View, 1000, 5).Series;
            appender.UpdateMetadata(series, new MetricMetadata(MetricType.Counter, "seconds", "Help."));
            appender.AppendExemplar(series, Labels.Of(("trace_id", "x")).View, 5, 1000);
            appender.Append(SeriesRef.None, Labels.Of(("__name__", "h")).View, 1000, new Pharos.Model.Histograms.Histogram { Sum = 1 });
            appender.Append(SeriesRef.None, Labels.Of(("__name__", "f")).View, 1000, new Pharos.Model.Histograms.FloatHistogram { Sum = 1 });
            appender.Commit();
        }

        await FinishAsync(watcher, running);
        Assert.Equal(["Exemplar {__name__=\"a\"} 1000 5", "Histogram {__name__=\"f\"} 1000 0", "Histogram {__name__=\"h\"} 1000 0", "{__name__=\"a\"} 1000 5"], _sink.Samples.Order(StringComparer.Ordinal));
        Assert.Equal(["Counter seconds Help."], _sink.Metadata);
    }

    private static string Append(IAppender appender, string name, long timeMs, double value)
    {
        var labels = Labels.Of(("__name__", name));
        Assert.Equal(AppendOutcome.Accepted, appender.Append(SeriesRef.None, labels.View, timeMs, value).Outcome);
        return string.Create(CultureInfo.InvariantCulture, $"{labels} {timeMs} {value}");
    }

    private static string Commit(Database database, string name, long timeMs)
    {
        using var appender = database.NewAppender();
        var sample = Append(appender, name, timeMs, 1);
        appender.Commit();
        return sample;
    }

    private static async Task FinishAsync(LogWatcher watcher, Task running)
    {
        watcher.Finish();
        await running.Within();
    }

    private LogWatcher NewWatcher(TimeProvider? time = null) =>
        new("q", _followed, _sink, new WatcherMetrics(new MetricRegistry()).Of("q"), NullLogger.Instance, time ?? TimeProvider.System);

    private Database Open() => Database.Open(
        _folder.File("data"),
        new DatabaseOptions { WalSegmentBytes = 32 << 10, MaintenanceInterval = TimeSpan.Zero },
        new DatabaseServices { Followed = _followed });

    /// <summary>Remembers what it got as text.</summary>
    private sealed class CollectingSink : ILogSink
    {
        private readonly Dictionary<ulong, Labels> _series = [];
        private volatile int _forgottenBefore;

        public ConcurrentQueue<string> Samples { get; } = [];

        public List<string> Metadata { get; } = [];

        public List<string> Kept { get; } = [];

        public int ForgottenBefore => _forgottenBefore;

        public bool WantsExemplars => true;

        public bool WantsHistograms => true;

        public bool WantsMetadata { get; set; }

        public void StoreSeries(ulong series, LabelsView labels, int segment) => _series[series] = labels.ToLabels();

        public void StoreMetadata(ulong series, MetricType type, ReadOnlySpan<byte> unit, ReadOnlySpan<byte> help) =>
            Metadata.Add($"{type} {System.Text.Encoding.UTF8.GetString(unit)} {System.Text.Encoding.UTF8.GetString(help)}");

        public void KeepSeries(ulong series, int segment) => Kept.Add(_series[series]["__name__"]!);

        public void ForgetSeriesBefore(int segment) => _forgottenBefore = segment;

        public async ValueTask AppendAsync(LoggedSamples samples, WalPosition start, CancellationToken cancellation)
        {
            for (var i = 0; i < samples.Count; i++)
            {
                var kind = samples.Kind == LoggedKind.Sample ? "" : $"{samples.Kind} ";
                Samples.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{kind}{_series[samples.Series[i]]} {samples.TimesMs[i]} {samples.Values[i]}"));
            }

            // Now and then it takes a while.
            if (Samples.Count % 7 == 0)
            {
                await Task.Yield();
            }
        }
    }
}
