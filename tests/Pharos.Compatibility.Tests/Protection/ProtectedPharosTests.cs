using Pharos.Compatibility.Tests.Peers;
using Pharos.Testing.Processes;

namespace Pharos.Compatibility.Tests.Protection;

/// <summary>Clients that others wrote get in where they should and nowhere else.</summary>
public sealed class ProtectedPharosTests(ProtectedPharos pharos) : IClassFixture<ProtectedPharos>
{
    [Fact]
    public async Task Prometheus_WithCertificateAndPassword_Scrapes()
    {
        var good = $"tls_config: {{ca_file: {pharos.File("authority.pem")}, cert_file: {pharos.File("client.pem")}, key_file: {pharos.File("client.key")}}}";
        var bare = $"tls_config: {{ca_file: {pharos.File("authority.pem")}}}";
        ScrapeJob[] jobs =
        [
            Job("good", good, ProtectedPharos.Password),
            Job("wrong-password", good, "guess"),
            Job("no-certificate", bare, ProtectedPharos.Password),
            new ScrapeJob("plain", pharos.Address, "/metrics"),
        ];
        await using var prometheus = await PrometheusServer.TryStartAsync(ScrapeJob.Configuration(jobs));
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        var states = await TargetState.WaitForAllAsync(prometheus!, jobs);
        Assert.Equal("", states["good"].Error);
        Assert.True(states["good"].IsUp);
        Assert.Equal("server returned HTTP status 401 Unauthorized", states["wrong-password"].Error);
        Assert.False(states["no-certificate"].IsUp);
        Assert.False(states["plain"].IsUp);
    }

    [Theory]
    [InlineData("", "200")]
    [InlineData("--http1.1", "200")]
    [InlineData("--http2", "200")]
    [InlineData("--tls-max 1.2", "200")]
    [InlineData("-u scraper:guess", "401")]
    [InlineData("-u :", "401")]
    public async Task Curl_AsItIsTold_IsAnswered(string arguments, string status)
    {
        var result = await CurlAsync(
            ["-u", $"{ProtectedPharos.User}:{ProtectedPharos.Password}", "--cert", pharos.File("client.pem"), "--key", pharos.File("client.key"), .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((status, 0), (result.Output, result.ExitCode));
    }

    [Fact]
    public async Task Curl_WithoutACertificate_IsNotAnswered()
    {
        var result = await CurlAsync(["-u", $"{ProtectedPharos.User}:{ProtectedPharos.Password}"]);
        Assert.Equal("000", result.Output);
        Assert.NotEqual(0, result.ExitCode);
    }

    [Theory]
    [InlineData("-tls1_3", "TLSv1.3")]
    [InlineData("-tls1_2", "TLSv1.2")]
    public async Task OpenSsl_ByVersion_IsSpokenTo(string version, string expected)
    {
        var openssl = Executables.Peer("openssl");
        Assert.SkipWhen(openssl is null, "openssl is not there");
        var result = await RunningProgram.RunWithInputAsync(
            openssl!,
            "GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Basic c2NyYXBlcjpmYWtlcGFzc3dvcmQ=\r\n\r\n"u8.ToArray(),
            "s_client", "-connect", pharos.Address, version, "-ign_eof", "-CAfile", pharos.File("authority.pem"), "-verify_return_error",
            "-cert", pharos.File("client.pem"), "-key", pharos.File("client.key"));
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200 OK", result.Output, StringComparison.Ordinal);
        Assert.Contains("Server is Healthy.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenSsl_WithAnOldVersion_IsRefused()
    {
        var openssl = Executables.Peer("openssl");
        Assert.SkipWhen(openssl is null, "openssl is not there");
        var result = await RunningProgram.RunWithInputAsync(openssl!, default, "s_client", "-connect", pharos.Address, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
        Assert.NotEqual(0, result.ExitCode);
    }

    private async Task<ProgramResult> CurlAsync(IEnumerable<string> arguments)
    {
        var curl = Executables.Peer("curl");
        Assert.SkipWhen(curl is null, "curl is not there");
        return await RunningProgram.RunAsync(
            curl!,
            ["-s", "-o", "/dev/null", "-w", "%{http_code}", "--noproxy", "*", "--cacert", pharos.File("authority.pem"), .. arguments, $"https://{pharos.Address}/-/healthy"]);
    }

    private ScrapeJob Job(string name, string tls, string password) =>
        new(name, pharos.Address, "/metrics", "scheme: https", tls, $"basic_auth: {{username: {ProtectedPharos.User}, password: {password}}}");
}
