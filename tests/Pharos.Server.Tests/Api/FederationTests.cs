using System.Globalization;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Server.Configuration;
using Pharos.Server.Storage;
using Pharos.Testing;
using Pharos.Tsdb;

namespace Pharos.Server.Tests.Api;

public sealed class FederationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly long _now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Federate_Numbers_AreUntypedWithTheirTimesByName()
    {
        await using var server = await StartAsync(("zone", "z"));
        Assert.Equal(
            $$"""
            # TYPE a untyped
            a{A="before the name",instance="",zone="z"} 2 {{At(-1000)}}
            a{instance="own",zone="own"} 1 {{At(-1000)}}
            # TYPE b untyped
            b{instance="",zone="z"} NaN {{At(-2000)}}

            """,
            await FederateAsync(server, "?match[]={__name__=~\"a|b\"}&match[]=a"));
    }

    [Fact]
    public async Task Federate_AnExternalInstance_IsPutInWhereThereIsNone()
    {
        await using var server = await StartAsync(("instance", "me"));
        Assert.Equal($"# TYPE b untyped\nb{{instance=\"me\"}} NaN {At(-2000)}\n", await FederateAsync(server, "?match[]=b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?match[]=old")]
    [InlineData("?match[]=stale")]
    [InlineData("?match[]=native")]
    [InlineData("?match[]={__name__=\"\"}")]
    public async Task Federate_WhatCannotBeSaidInText_IsLeftOut(string query)
    {
        await using var server = await StartAsync();
        Assert.Equal("", await FederateAsync(server, query));
    }

    [Fact]
    public async Task Federate_HistogramsWithCustomBuckets_AreClassicOnesInText()
    {
        await using var server = await StartAsync();
        Assert.Equal(
            $$"""
            # TYPE custom histogram
            custom_bucket{instance="",le="1"} 2 {{At(-1000)}}
            custom_bucket{instance="",le="2"} 2 {{At(-1000)}}
            custom_bucket{instance="",le="3"} 5 {{At(-1000)}}
            custom_bucket{instance="",le="+Inf"} 6 {{At(-1000)}}
            custom_sum{instance=""} 12.5 {{At(-1000)}}
            custom_count{instance=""} 6 {{At(-1000)}}

            """,
            await FederateAsync(server, "?match[]=custom"));
    }

    [Fact]
    public async Task Federate_AsProtobuf_HasNativeHistograms()
    {
        await using var server = await StartAsync();
        using var answer = await server.SendAsync(
            "GET", "federate?match[]=native", ("Accept", "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"));
        Assert.StartsWith("application/vnd.google.protobuf", answer.Content.Headers.ContentType?.ToString(), StringComparison.Ordinal);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, body.AsSpan().Count("native"u8));
    }

    [Fact]
    public async Task Federate_ABrokenSelector_IsRefusedInPlainText()
    {
        await using var server = await StartAsync();
        using var answer = await server.SendAsync("GET", "federate?match[]=a{");
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("1:3: parse error: unexpected end of input inside braces\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Federate_TextType_SaysHowNamesAreEscaped()
    {
        await using var server = await StartAsync();
        using var answer = await server.SendAsync("GET", "federate?match[]=%7B%22dotted.name%22%7D", ("Accept-Encoding", "gzip"));
        Assert.Equal("gzip", answer.Content.Headers.ContentEncoding.Single());
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8; escaping=underscores", answer.Content.Headers.ContentType?.ToString());
    }

    private string At(long offsetMs) => (_now + offsetMs).ToString(CultureInfo.InvariantCulture);

    private async Task<RunningServer> StartAsync(params (string Name, string Value)[] external)
    {
        using (var database = Database.Open(_folder.Path))
        {
            using var appender = database.NewAppender();
            appender.Append(default, Labels.Of(("A", "before the name"), ("__name__", "a")).View, _now - 20_000, 1);
            appender.Append(default, Labels.Of(("A", "before the name"), ("__name__", "a")).View, _now - 1000, 2);
            appender.Append(default, Labels.Of(("__name__", "a"), ("instance", "own"), ("zone", "own")).View, _now - 1000, 1);
            appender.Append(default, Labels.Of(("__name__", "b")).View, _now - 2000, double.NaN);
            appender.Append(default, Labels.Of(("__name__", "old")).View, _now - 400_000, 1);
            appender.Append(default, Labels.Of(("__name__", "stale")).View, _now - 3000, 1);
            appender.Append(default, Labels.Of(("__name__", "stale")).View, _now - 2000, SpecialValues.StaleNaN);
            appender.Append(default, Labels.Of(("__name__", "native")).View, _now - 1000, new FloatHistogram
            {
                Schema = 0,
                Count = 3,
                Sum = 4,
                PositiveSpans = [new BucketSpan(0, 1)],
                PositiveBuckets = [3],
            });
            appender.Append(default, Labels.Of(("__name__", "custom")).View, _now - 1000, new FloatHistogram
            {
                Schema = HistogramSchema.CustomBuckets,
                Count = 6,
                Sum = 12.5,
                CustomValues = [1, 2, 3],
                PositiveSpans = [new BucketSpan(0, 1), new BucketSpan(1, 2)],
                PositiveBuckets = [2, 3, 1],
            });
            appender.Commit();
        }

        var configuration = new ServerConfiguration();
        foreach (var (name, value) in external)
        {
            configuration.Global.ExternalLabelTexts[name] = value;
        }

        return await RunningServer.StartAsync(RunningServer.Options with { Storage = new StorageOptions { Path = _folder.Path }, Configuration = configuration });
    }

    private static async Task<string> FederateAsync(RunningServer server, string query)
    {
        using var answer = await server.SendAsync("GET", "federate" + query);
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
