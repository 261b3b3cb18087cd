using Pharos.Configuration;
using Pharos.Http;
using Pharos.Http.Options;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Remote.Options;
using Pharos.Remote.Sending;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Testing.Waiting;
using Pharos.Tsdb;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Tests.Sending;

/// <summary>From a store to receivers over HTTP.</summary>
public sealed class RemoteWriterTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FollowedLog _followed = new();
    private readonly LogLines _log = new();
    private Database _database = null!;
    private HttpReceiver _receiver = null!;
    private RemoteWriter _writer = null!;
    private int _time;

    public async ValueTask InitializeAsync()
    {
        _database = Open();
        _receiver = await HttpReceiver.StartAsync();
        _writer = NewWriter();
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _database.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(RemoteWriteOptions.Version1)]
    [InlineData(RemoteWriteOptions.Version2)]
    public async Task Apply_AReceiver_GetsWhatIsCommittedFromThen(string message)
    {
        Commit("before");
        Assert.True(_writer.Apply([Options(message)], Labels.Of(("dc", "east"))));
        for (var i = 0; i < 100; i++)
        {
            Commit("a", "b");
        }

        await _writer.StopAsync().Within();
        Assert.Equal(200, _receiver.Entries.Count());
        foreach (var name in (string[])["a", "b"])
        {
            var entries = _receiver.Entries.Where(entry => entry.Series == $"{{__name__=\"{name}\", dc=\"east\"}}").ToList();
            Assert.Equal(Enumerable.Range(2, 100).Select(static i => (i * 1000L, (double)i)), entries.Select(static entry => (entry.TimestampMs, entry.Value)));
        }
    }

    [Fact]
    public async Task Apply_SameSectionAgain_LeavesTheQueueAlone()
    {
        Assert.True(_writer.Apply([Options()], Labels.Empty));
        Commit("a");
        Assert.True(_writer.Apply([Options()], Labels.Empty));
        Commit("a");
        await _writer.StopAsync().Within();
        Assert.Equal([1000, 2000], _receiver.Entries.Select(static entry => entry.TimestampMs));
        Assert.Single(_log.All, static line => line.StartsWith("Information Starting WAL watcher", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apply_AnotherPassword_GoesOnWithIt()
    {
        Assert.True(_writer.Apply([WithPassword("one")], Labels.Empty));
        Commit("a");
        await Eventually.TrueAsync(() => _receiver.Entries.Any(), "the first sample");
        Assert.True(_writer.Apply([WithPassword("two")], Labels.Empty));
        Commit("a");
        await _writer.StopAsync().Within();
        Assert.Equal(2, _receiver.Headers.Select(static headers => headers["Authorization"]).Distinct().Count());
        Assert.Equal([1000, 2000], _receiver.Entries.Select(static entry => entry.TimestampMs));

        RemoteWriteOptions WithPassword(string password)
        {
            var options = Options();
            options.Http.BasicAuth = new BasicAuthOptions { Username = "u", Password = new Secret(password) };
            return options;
        }
    }

    [Fact]
    public async Task Apply_ChangesWhileSamplesCome_LoseNoneAndKeepTheOrder()
    {
        for (var round = 0; round < 20; round++)
        {
            var options = Options();
            options.Queue.MaxSamplesPerSend = 1 + round;
            Assert.True(_writer.Apply([options], Labels.Empty));
            for (var i = 0; i < 10; i++)
            {
                Commit("a");
            }
        }

        await _writer.StopAsync().Within();
        Assert.Equal(Enumerable.Range(1, 200).Select(static i => i * 1000L), _receiver.Entries.Select(static entry => entry.TimestampMs));
    }

    [Fact]
    public async Task Apply_ReceiverThatIsDown_DoesNotKeepOthersBack()
    {
        Assert.True(_writer.Apply([Options(), new RemoteWriteOptions { Url = "http://127.0.0.1:1/" }], Labels.Empty));
        for (var i = 0; i < 20; i++)
        {
            Commit("a");
        }

        await Eventually.TrueAsync(() => _receiver.Entries.Count() == 20, "all samples");
        Assert.True(_writer.Apply([Options()], Labels.Empty));
        Commit("a");
        await Eventually.TrueAsync(() => _receiver.Entries.Count() == 21, "one more");
    }

    [Fact]
    public async Task Receiver_DownForAWhile_GetsAllOnceItIsBack()
    {
        _receiver.Status = static () => 503;
        var options = Options();
        options.Queue.Capacity = 10;
        options.Queue.MaxSamplesPerSend = 5;
        Assert.True(_writer.Apply([options], Labels.Empty));
        for (var i = 0; i < 500; i++)
        {
            Commit("a");
        }

        await Eventually.TrueAsync(() => _receiver.Headers.Count > 5, "attempts");
        _receiver.Status = static () => 204;
        await _writer.StopAsync().Within();
        Assert.Equal(Enumerable.Range(1, 500).Select(static i => i * 1000L), _receiver.Entries.Select(static entry => entry.TimestampMs));
    }

    [Fact]
    public async Task Apply_AfterARestartWithAReceiverThatWasDown_GoesOnWhereItWas()
    {
        _receiver.Status = static () => 503;
        _writer = NewWriter(patienceSeconds: 0.2);
        Assert.True(_writer.Apply([Options()], Labels.Empty));
        for (var i = 0; i < 50; i++)
        {
            Commit("a");
        }

        await _writer.StopAsync().Within();
        _database.Dispose();
        Assert.Empty(_receiver.Entries);
        _database = Open();
        _receiver.Status = static () => 204;
        _writer = NewWriter();
        Commit("a");

        // Other things in the section may have changed.
        var options = Options();
        options.Queue.Capacity = 77;
        Assert.True(_writer.Apply([options], Labels.Empty));
        Commit("a");
        await _writer.StopAsync().Within();
        Assert.Equal(Enumerable.Range(1, 52).Select(static i => i * 1000L), _receiver.Entries.Select(static entry => entry.TimestampMs));
    }

    [Fact]
    public async Task Apply_AfterARestartWithNothingLeft_SendsNothingTwice()
    {
        for (var start = 0; start < 4; start++)
        {
            Assert.True(_writer.Apply([Options()], Labels.Empty));
            Commit("a");
            await _writer.StopAsync().Within();
            _database.Dispose();
            _database = Open();
            _writer = NewWriter();
        }

        Assert.Equal([1000, 2000, 3000, 4000], _receiver.Entries.Select(static entry => entry.TimestampMs));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a 1 2 3\n")]
    [InlineData("a -1 2\n")]
    public async Task Apply_PositionsThatMakeNoSense_BeginsWithNewSamples(string text)
    {
        await File.WriteAllTextAsync(_folder.File("data/remote_write_positions"), text, TestContext.Current.CancellationToken);
        Commit("a");
        Assert.True(_writer.Apply([Options()], Labels.Empty));
        Commit("a");
        await _writer.StopAsync().Within();
        Assert.Equal([2000], _receiver.Entries.Select(static entry => entry.TimestampMs));
        Assert.Contains(_log.All, static line => line.StartsWith("Warning How far remote write has got cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apply_Metadata_IsSentAgainAndAgainInVersion1()
    {
        var options = Options();
        options.Metadata.Send = true;
        options.Metadata.SendInterval = TimeSpan.FromMilliseconds(20);
        options.Metadata.MaxSamplesPerSend = 1;
        Assert.True(_writer.Apply([options], Labels.Empty));
        await Eventually.TrueAsync(() => _receiver.Requests.Count >= 4, "metadata");
        await _writer.StopAsync().Within();
        Assert.Equal(
            [("jobs", MetricType.Counter, "Jobs.", ""), ("load", MetricType.Gauge, "", "percent"), ("jobs", MetricType.Counter, "Jobs.", "")],
            _receiver.Requests.Take(3).Select(static request => request.Metadata.Single()));
    }

    [Theory]
    [InlineData("azuread")]
    [InlineData("google_iam")]
    [InlineData("round_robin_dns")]
    public async Task Apply_WhatThisVersionDoesNotDo_IsRefusedAndChangesNothing(string what)
    {
        Assert.True(_writer.Apply([Options()], Labels.Empty));
        var options = new RemoteWriteOptions
        {
            Url = "http://user:hush@other/",
            AzureAd = what == "azuread" ? new AzureAdOptions() : null,
            GoogleIam = what == "google_iam" ? new GoogleIamOptions() : null,
            RoundRobinDns = what == "round_robin_dns",
        };
        Assert.False(_writer.Apply([options], Labels.Empty));
        Assert.Contains(_log.All, line => line.Contains($"http://user:xxxxx@other/ asks for {what}, which this version does not do yet", StringComparison.Ordinal));
        Commit("a");
        await _writer.StopAsync().Within();
        Assert.Single(_receiver.Entries);
        Assert.DoesNotContain(_log.All, static line => line.Contains("hush", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apply_TheSameTwice_IsRefused()
    {
        Assert.False(_writer.Apply([Options(), Options()], Labels.Empty));
        Assert.Contains(_log.All, static line => line.Contains("duplicate remote write configs are not allowed, found duplicate for URL: http://", StringComparison.Ordinal));
        await _writer.StopAsync().Within();
    }

    private Database Open() => Database.Open(
        _folder.File("data"), new DatabaseOptions { MaintenanceInterval = TimeSpan.Zero, WalSegmentBytes = 64 << 10 }, new DatabaseServices { Followed = _followed });

    private RemoteWriter NewWriter(double patienceSeconds = 20) => new(new RemoteWriteServices
    {
        Followed = _followed,
        PositionsFile = _folder.File("data/remote_write_positions"),
        Http = new HttpClientServices { Log = _log, UserAgent = "Prometheus/test", Variable = static _ => null },
        Metrics = new MetricRegistry(),
        Log = _log,
        FlushDeadline = TimeSpan.FromSeconds(patienceSeconds),
        Families = static () =>
        [
            new("jobs", new MetricMetadata(MetricType.Counter, "", "Jobs.")), new("jobs", new MetricMetadata(MetricType.Counter, "", "Jobs.")),
                new("load", new MetricMetadata(MetricType.Gauge, "percent", "")),
            ],
    });

    private RemoteWriteOptions Options(string message = RemoteWriteOptions.Version1) => new()
    {
        Url = _receiver.Url,
        Message = message,
        Metadata = new MetadataOptions { Send = false },
        Queue = new QueueOptions { BatchSendDeadline = TimeSpan.FromMilliseconds(50) },
    };

    /// <summary>A sample of each series, at a time a second later than the one before.</summary>
    private void Commit(params ReadOnlySpan<string> names)
    {
        _time++;
        using var appender = _database.NewAppender();
        foreach (var name in names)
        {
            appender.Append(SeriesRef.None, Labels.Of(("__name__", name)).View, _time * 1000L, _time);
        }

        appender.Commit();
    }
}
