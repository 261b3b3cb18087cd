using Pharos.Foundation.Compression;
using Pharos.Remote.Receiving;
using Pharos.Remote.Tests.Receiving;
using Pharos.Server.Remote;
using Pharos.Server.Storage;
using Pharos.Testing;

namespace Pharos.Server.Tests.Remote;

public sealed class RemoteWriteEndpointTests
{
    private const string Version1 = "application/x-protobuf";
    private const string Version2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    [Theory]
    [InlineData(Version1, null)]
    [InlineData("application/x-protobuf;proto=prometheus.WriteRequest", null)]
    [InlineData("", null)]
    [InlineData(Version2, "1")]
    [InlineData("application/x-protobuf; proto=io.prometheus.write.v2.Request", "1")]
    public async Task Write_OfEitherVersion_IsStored(string type, string? written)
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder);
        var sent = Sent.Float("a", NowMs, 7);
        using var answer = await PostAsync(server, Compressed(written is null ? Requests.Version1(sent) : Requests.Version2(sent)), type);
        Assert.Equal(204, (int)answer.StatusCode);
        Assert.Equal(written, answer.Headers.TryGetValues("X-Prometheus-Remote-Write-Samples-Written", out var values) ? values.Single() : null);
        using var query = await server.SendAsync("GET", "api/v1/query?query=a");
        Assert.Contains("""{"__name__":"a","job":"test"}""", await query.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", "snappy", 415, "expected application/x-protobuf as the first (media) part, got text/plain content-type\n")]
    [InlineData("application/x-protobuf;proto=x", "snappy", 415, "got application/x-protobuf;proto=x content type; unknown type for remote write protobuf message x, supported: prometheus.WriteRequest, io.prometheus.write.v2.Request\n")]
    [InlineData(Version1, "gzip", 415, "gzip encoding (compression) is not accepted by this server; only snappy is acceptable\n")]
    [InlineData(Version1, "snappy", 400, "snappy: corrupt input\n")]
    public async Task Write_NotWhatIsTaken_SaysWhatIs(string type, string encoding, int status, string text)
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder);
        using var answer = await PostAsync(server, [0xFF, 1, 2, 3], type, encoding);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Write_PartsThatAreRefused_TellsHowMuchIsStored()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder);
        using var answer = await PostAsync(server, Compressed(Requests.Version2(Sent.Float("a", NowMs, 1), new Sent([("job", "x")]) { Samples = [(NowMs, 1, 0)] })), Version2);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("1", answer.Headers.GetValues("X-Prometheus-Remote-Write-Samples-Written").Single());
        Assert.Equal("0", answer.Headers.GetValues("X-Prometheus-Remote-Write-Histograms-Written").Single());
        Assert.Equal("0", answer.Headers.GetValues("X-Prometheus-Remote-Write-Exemplars-Written").Single());
        Assert.Equal("invalid metric name or labels, got {job=\"x\"}\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Write_WithoutTheFlag_IsNotThere()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder, new RemoteWriteSettings());
        using var answer = await PostAsync(server, [], Version1);
        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Equal("remote write receiver needs to be enabled with --web.enable-remote-write-receiver\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Write_VersionThatIsNotAccepted_SaysWhichAre()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder, new RemoteWriteSettings { IsEnabled = true, Accepted = [MessageKind.Version2] });
        using var answer = await PostAsync(server, Compressed(Requests.Version1(Sent.Float("a", NowMs, 1))), Version1);
        Assert.Equal(415, (int)answer.StatusCode);
        Assert.Equal(
            "prometheus.WriteRequest protobuf message is not accepted by this server; only accepts io.prometheus.write.v2.Request\n",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("80808080 01")]
    [InlineData("8080808020 00")]
    public async Task Write_BlockThatClaimsMoreThanItCanHave_IsRefused(string hex)
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder);
        using var answer = await PostAsync(server, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), Version1);
        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Write_LargerThanTheLimit_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder);

        // A block that is small and grows: 160 MiB of one byte.
        var content = new byte[160 << 20];
        using var answer = await PostAsync(server, Compressed(content), Version1);
        Assert.Equal(413, (int)answer.StatusCode);
    }

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private static Task<RunningServer> StartAsync(TemporaryFolder folder, RemoteWriteSettings? settings = null) =>
        RunningServer.StartAsync(RunningServer.Options with
        {
            Storage = new StorageOptions { Path = folder.Path },
            RemoteWrite = settings ?? new RemoteWriteSettings { IsEnabled = true },
        });

    private static byte[] Compressed(ReadOnlySpan<byte> content)
    {
        var block = new byte[SnappyEncoder.MaxEncodedLength(content.Length)];
        return block[..new SnappyEncoder().Encode(content, block)];
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningServer server, byte[] body, string type, string encoding = "snappy")
    {
        using var content = new ByteArrayContent(body);
        if (type.Length > 0)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        content.Headers.ContentEncoding.Add(encoding);
        return await server.Client.PostAsync(new Uri("api/v1/write", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }
}
