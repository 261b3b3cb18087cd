using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Http;
using Pharos.Http.Aws;
using Pharos.Http.Options;
using Pharos.Remote.Options;
using Pharos.Remote.Sending;

namespace Pharos.Remote.Tests.Sending;

public sealed class WriteClientTests
{
    /// <summary>No series.</summary>
    private static readonly byte[] Body = [0];

    [Theory]
    [InlineData(RemoteWriteOptions.Version1, "application/x-protobuf", "0.1.0")]
    [InlineData(RemoteWriteOptions.Version2, "application/x-protobuf;proto=io.prometheus.write.v2.Request", "2.0.0")]
    public async Task Store_Request_HasTheHeadersOfItsVersion(string message, string contentType, string version)
    {
        await using var receiver = await HttpReceiver.StartAsync();
        var options = new RemoteWriteOptions { Url = receiver.Url, Message = message };
        options.Headers["X-Scope-OrgID"] = "tenant";
        options.Headers["Content-Language"] = "en";
        options.Http.BasicAuth = new BasicAuthOptions { Username = "u" };
        using var client = New(options);
        Assert.Equal(WriteVerdict.Accepted, (await client.StoreAsync(Body, 0, CancellationToken.None)).Verdict);
        await client.StoreAsync(Body, 3, CancellationToken.None);
        var (first, second) = (receiver.Headers.First(), receiver.Headers.Last());
        Assert.Equal(contentType, first["Content-Type"]);
        Assert.Equal("snappy", first["Content-Encoding"]);
        Assert.Equal(version, first["X-Prometheus-Remote-Write-Version"]);
        Assert.Equal("Prometheus/test", first["User-Agent"]);
        Assert.Equal(("tenant", "en"), (first["X-Scope-OrgID"], first["Content-Language"]));
        Assert.StartsWith("Basic ", first["Authorization"], StringComparison.Ordinal);
        Assert.False(first.ContainsKey("Retry-Attempt"));
        Assert.Equal("3", second["Retry-Attempt"]);
    }

    [Fact]
    public async Task Store_SigV4_SignsTheRequest()
    {
        await using var receiver = await HttpReceiver.StartAsync();
        using var client = New(new RemoteWriteOptions
        {
            Url = receiver.Url,
            SigV4 = new SigV4Options { Region = "eu-central-1", AccessKey = "AKID", SecretKey = new Configuration.Secret("secret") },
        });
        Assert.Equal(WriteVerdict.Accepted, (await client.StoreAsync(Body, 0, CancellationToken.None)).Verdict);
        Assert.Contains("/eu-central-1/aps/aws4_request", receiver.Headers.Single()["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, false, false)]
    [InlineData(503, false, false)]
    [InlineData(429, false, true)]
    [InlineData(429, true, false)]
    [InlineData(400, true, true)]
    [InlineData(404, false, true)]
    public async Task Store_OtherStatus_IsRetriedOrNot(int status, bool retriesTooMany, bool isRefused)
    {
        await using var receiver = await HttpReceiver.StartAsync();
        receiver.Status = () => status;
        receiver.Answer["Retry-After"] = "7";
        using var client = New(new RemoteWriteOptions { Url = receiver.Url, Queue = new QueueOptions { RetryOnTooManyRequests = retriesTooMany } });
        var result = await client.StoreAsync(Body, 0, CancellationToken.None);
        Assert.Equal(isRefused ? WriteVerdict.Refused : WriteVerdict.Recoverable, result.Verdict);
        Assert.Equal(TimeSpan.FromSeconds(isRefused ? 0 : 7), result.RetryAfter);
        Assert.StartsWith($"server returned HTTP status {status.ToString(CultureInfo.InvariantCulture)} ", result.Error, StringComparison.Ordinal);
        Assert.Contains(": not today!!!", result.Error, StringComparison.Ordinal);
        Assert.InRange(result.Error.Length, 1024, 1100);
    }

    [Fact]
    public async Task Store_NobodyThere_IsRecoverableAndTellsNoPassword()
    {
        using var client = New(new RemoteWriteOptions { Url = "http://user:hush@127.0.0.1:1/write" });
        var result = await client.StoreAsync(Body, 0, CancellationToken.None);
        Assert.Equal(WriteVerdict.Recoverable, result.Verdict);
        Assert.Contains("user:xxxxx@127.0.0.1:1", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("-5", -1)]
    [InlineData("0", 0)]
    [InlineData("soon", 0)]
    [InlineData("", 0)]
    [InlineData("99999999999", 600)]
    [InlineData("Fri, 02 Jan 2026 03:05:05 GMT", 60)]
    [InlineData("Fri, 02 Jan 2026 03:00:05 GMT", -1)]
    public void RetryAfter_SecondsOrATime_AreBounded(string text, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), WriteClient.RetryAfter(text, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));

    private static WriteClient New(RemoteWriteOptions options) => new(
        options, new HttpClientServices { Log = NullLogger.Instance, UserAgent = "Prometheus/test", Variable = static _ => null });
}
