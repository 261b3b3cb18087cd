using Pharos.Model;
using Pharos.Server.Configuration;
using Pharos.Server.Remote;
using Pharos.Server.Storage;
using Pharos.Testing;
using Pharos.Tsdb;

namespace Pharos.Server.Tests.Remote;

public sealed class RemoteReadEndpointTests
{
    private const long Start = 1_700_000_000_000;

    [Fact]
    public async Task Read_Samples_AreThoseOfTheRange()
    {
        using var folder = Filled();
        await using var server = await StartAsync(folder);
        var (status, body) = await PostAsync(server, ReadRequests.Of(Start + 1000, Start + 2000, [], (0, "__name__", "a")));
        Assert.Equal(200, status);
        Assert.Equal(["__name__=a job=x [1:3ff0000000000000 2:1700000001000] [1:4000000000000000 2:1700000002000]"], ReadRequests.Samples(body));
    }

    [Theory]
    [InlineData(2, "a|b", 2)]
    [InlineData(3, "a", 1)]
    [InlineData(1, "b", 1)]
    public async Task Read_MatchersOfEachType_FindTheirSeries(int type, string value, int series)
    {
        using var folder = Filled();
        await using var server = await StartAsync(folder);
        var (_, body) = await PostAsync(server, ReadRequests.Of(Start, Start + 9000, [0], (type, "__name__", value)));
        Assert.Equal(series, ReadRequests.Samples(body).Count);
    }

    [Fact]
    public async Task Read_Stream_HasChunksInTheOrderOfTheirSeries()
    {
        using var folder = Filled();
        await using var server = await StartAsync(folder);
        var (status, body) = await PostAsync(server, ReadRequests.Of(Start, Start + 9000, [7, 1, 0], (2, "__name__", ".+")));
        Assert.Equal(200, status);
        var frames = ReadRequests.Frames(body);
        Assert.Equal(2, frames.Count);
        Assert.StartsWith("0: __name__=a job=x [1:1700000000000 2:1700000009000 3:1 4:000a", frames[0], StringComparison.Ordinal);
        Assert.StartsWith("0: __name__=b job=x [", frames[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_SeriesWithMoreThanAFrameTakes_GoesOnInTheNextOne()
    {
        using var folder = new TemporaryFolder();
        using (var database = Database.Open(folder.Path))
        {
            using var appender = database.NewAppender();
            for (var i = 0; i < 1000; i++)
            {
                appender.Append(default, Labels.Of(("__name__", "a")).View, Start + i, Math.Sqrt(i));
            }

            appender.Commit();
        }

        await using var server = await StartAsync(folder, new RemoteReadSettings { MaxBytesInFrame = 1 });
        var (_, body) = await PostAsync(server, ReadRequests.Of(Start, Start + 9000, [1], (0, "__name__", "a")));
        var frames = ReadRequests.Frames(body);
        Assert.True(frames.Count > 4);
        Assert.All(frames, static frame => Assert.Single(frame.Split(" [")[1..]));
    }

    [Fact]
    public async Task Read_WithExternalLabels_AddsThemAndFindsByThem()
    {
        using var folder = Filled();
        var configuration = new ServerConfiguration();
        configuration.Global.ExternalLabelTexts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["region"] = "eu", ["job"] = "y" };
        await using var server = await RunningServer.StartAsync(RunningServer.Options with { Storage = new StorageOptions { Path = folder.Path }, Configuration = configuration });
        var (_, body) = await PostAsync(server, ReadRequests.Of(Start, Start, [], (0, "__name__", "a"), (0, "region", "eu")));
        Assert.Equal(["__name__=a job=x region=eu [2:1700000000000]"], ReadRequests.Samples(body));
        (_, body) = await PostAsync(server, ReadRequests.Of(Start, Start, [], (0, "__name__", "a"), (0, "region", "us")));
        Assert.Empty(ReadRequests.Samples(body));
    }

    [Fact]
    public async Task Read_MoreSamplesThanTheLimit_IsRefused()
    {
        using var folder = Filled();
        await using var server = await StartAsync(folder, new RemoteReadSettings { SampleLimit = 15 });
        var (status, body) = await PostAsync(server, ReadRequests.Of(Start, Start + 9000, [], (0, "job", "x")));
        Assert.Equal((400, "exceeded sample limit (15)\n"), (status, System.Text.Encoding.UTF8.GetString(body)));
        (status, _) = await PostAsync(server, ReadRequests.Of(Start, Start + 9000, [], (0, "__name__", "a")));
        Assert.Equal(200, status);
    }

    [Theory]
    [InlineData("01", 400)]
    [InlineData("0108ff", 400)]
    public async Task Read_NotARequest_IsRefused(string hex, int expected)
    {
        using var folder = Filled();
        await using var server = await StartAsync(folder);
        var (status, _) = await PostAsync(server, Convert.FromHexString(hex));
        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Read_WhatCannotBeAnswered_SaysWhy()
    {
        using var folder = Filled();
        await using var server = await StartAsync(folder);
        var (status, body) = await PostAsync(server, ReadRequests.Of(Start, Start, [5], (0, "a", "b")));
        Assert.Equal(
            (400, "server does not support any of the requested response types: [5]; supported: map[SAMPLES:{} STREAMED_XOR_CHUNKS:{}]\n"),
            (status, System.Text.Encoding.UTF8.GetString(body)));
        (status, _) = await PostAsync(server, ReadRequests.Of(Start, Start, [], (2, "a", "(")));
        Assert.Equal(400, status);
        (status, _) = await PostAsync(server, ReadRequests.Of(Start, Start, [], (9, "a", "b")));
        Assert.Equal(400, status);
    }

    /// <summary>Two series with ten samples each, a second apart.</summary>
    private static TemporaryFolder Filled()
    {
        var folder = new TemporaryFolder();
        using var database = Database.Open(folder.Path);
        using var appender = database.NewAppender();
        for (var i = 0; i < 10; i++)
        {
            appender.Append(default, Labels.Of(("__name__", "a"), ("job", "x")).View, Start + i * 1000, i);
            appender.Append(default, Labels.Of(("__name__", "b"), ("job", "x")).View, Start + i * 1000, -i);
        }

        appender.Commit();
        return folder;
    }

    private static Task<RunningServer> StartAsync(TemporaryFolder folder, RemoteReadSettings? settings = null) =>
        RunningServer.StartAsync(RunningServer.Options with { Storage = new StorageOptions { Path = folder.Path }, RemoteRead = settings ?? new RemoteReadSettings() });

    private static async Task<(int Status, byte[] Body)> PostAsync(RunningServer server, byte[] request)
    {
        using var content = new ByteArrayContent(request);
        using var answer = await server.Client.PostAsync(new Uri("api/v1/read", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
