using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pharos.Cli;
using Pharos.Cli.Programs;
using Pharos.Testing;
using Pharos.Testing.Processes;

namespace Pharos.Compatibility.Tests.Tools;

/// <summary>Our <c>promtool check config</c> and <c>check web-config</c>, and the real ones, asked the same.</summary>
public sealed class CheckCommandParityTests : IDisposable
{
    private const string BcryptHash = "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("scrape_configs: [job_name: a]")]
    [InlineData("scrape_configs: [job_name: a, job_name: b]")]
    [InlineData("foo: bar")]
    [InlineData("scrape_configs: [{job_name: a, scrape_interval: 5m}, {job_name: b, scrape_interval: 6m}]")]
    [InlineData("scrape_configs: [{job_name: a, scrape_interval: 4m59s}]")]
    [InlineData("rule_files: [nothere.yml]")]
    [InlineData("rule_files: ['nothere*.yml']")]
    [InlineData("rule_files: ['*/nothere.yml']")]
    [InlineData("scrape_config_files: [nothere.yml]")]
    [InlineData("scrape_config_files: [jobs.yml]\nscrape_configs: [job_name: z]")]
    [InlineData("scrape_config_files: [jobs.yml]\nscrape_configs: [job_name: fromfile]")]
    [InlineData("scrape_configs: [{job_name: a, authorization: {credentials_file: nothere}}]")]
    [InlineData("scrape_configs: [{job_name: a, bearer_token_file: nothere}]")]
    [InlineData("scrape_configs: [{job_name: a, authorization: {credentials_file: jobs.yml}}]")]
    [InlineData("scrape_configs: [{job_name: a, basic_auth: {username: u, password_file: nothere}}]")]
    [InlineData("scrape_configs: [{job_name: a, tls_config: {cert_file: nothere, key_file: jobs.yml}}]")]
    [InlineData("scrape_configs: [{job_name: a, tls_config: {cert_file: jobs.yml, key_file: nothere}}]")]
    [InlineData("scrape_configs: [{job_name: a, tls_config: {cert_file: jobs.yml, key_file: jobs.yml}}]")]
    [InlineData("scrape_configs: [{job_name: a, tls_config: {cert_file: jobs.yml}}]")]
    [InlineData("scrape_configs: [{job_name: a, tls_config: {ca_file: nothere}}]")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [files: [nothere.json, 'nothere*.yml']]}]")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [files: [good.json, good.yml]]}]")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [files: ['go*.json', 'nothere*.json']]}]")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [files: [bad.json]]}]")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [files: [bad.yml]]}]")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [files: [url.yml]]}]")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [files: [unknown.yml]]}]")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [files: [empty.yml, null.yml]]}]")]
    [InlineData("scrape_configs: [{job_name: a, static_configs: [targets: ['http://x']], relabel_configs: [{action: keep}]}]")]
    [InlineData("scrape_configs: [{job_name: a, static_configs: [targets: ['http://x']], relabel_configs: [{target_label: __address__, replacement: x}]}]")]
    [InlineData("scrape_configs: [{job_name: a, static_configs: [targets: [x]], relabel_configs: [{target_label: __scrape_interval__, replacement: x}]}]")]
    [InlineData("scrape_configs: [{job_name: a, static_configs: [targets: [x]], relabel_configs: [{target_label: __address__, replacement: ''}]}]")]
    [InlineData("scrape_configs: [{job_name: a, static_configs: [targets: [x]], relabel_configs: [{action: drop}]}]")]
    [InlineData("alerting: {alertmanagers: [{file_sd_configs: [files: [nothere.json, good.yml]]}]}")]
    [InlineData("alerting: {alertmanagers: [{file_sd_configs: [files: [url.yml]]}]}")]
    [InlineData("alerting: {alertmanagers: [{static_configs: [targets: ['http://x']], relabel_configs: [{action: keep}]}]}")]
    [InlineData("alerting: {alertmanagers: [{static_configs: [targets: [x]]}]}")]
    [InlineData("remote_read: [url: http://x]")]
    [InlineData("tracing: {endpoint: x}")]
    public async Task CheckConfig_AnyFile_IsJudgedAlike(string configuration)
    {
        WriteNeighbours();
        await File.WriteAllTextAsync(_folder.File("main.yml"), configuration, TestContext.Current.CancellationToken);
        foreach (var flags in (string[][])
            [[], ["--syntax-only"], ["--agent"], ["--lint=all"], ["--lint=all", "--lint-fatal"], ["--lint=too-long-scrape-interval,nonsense", "--lint-fatal"], ["--lint=all,none", "--lint-fatal"]])
        {
            await AssertAlikeAsync(["check", "config", .. flags, _folder.File("main.yml"), _folder.File("jobs.yml")]);
        }

        await AssertAlikeAsync(["check", "--query.lookback-delta=1m", "config", "--lint-fatal", "--lint=all", _folder.File("main.yml")]);
    }

    [Theory]
    [InlineData("groups: []")]
    [InlineData("")]
    [InlineData("groups: [{name: g, rules: [{record: a, expr: 1}, {record: a, expr: 2}]}]")]
    [InlineData("groups: [{name: g, rules: [{record: a, expr: 1, labels: {x: y}}, {alert: a, expr: 2, labels: {x: y}}]}]")]
    [InlineData("groups: [{name: g, rules: [{record: a, expr: 1}]}, {name: g}]")]
    [InlineData("groups: [{name: g, interval: 1m, limit: 3, query_offset: 1m, labels: {a: b}, rules: [{alert: a, expr: up, for: 1m, keep_firing_for: 1m, annotations: {x: '{{ $value }}'}}]}]")]
    [InlineData("groups: [{name: g, rules: [{alert: a, expr: up, annotations: {x: '{{ $valu }}'}}]}]")]
    [InlineData("groups: [{name: g, rules: [{record: a, expr: 'sum('}]}]")]
    [InlineData("groups: [{name: g, rules: [{expr: 1}]}]")]
    [InlineData("groups: [{name: g, rules: [{record: 'a b', expr: 1}]}]")]
    [InlineData("groups: [{name: g, rules: [{record: 'a{}', expr: 1}]}]")]
    [InlineData("groups: [{rules: [{record: a, expr: 1}]}]")]
    [InlineData("groups: [{name: g, unknown: 1}]")]
    [InlineData("nonsense")]
    public async Task CheckRules_AnyFile_IsJudgedAlike(string rules)
    {
        await File.WriteAllTextAsync(_folder.File("main.yml"), "rule_files: ['*.rules']", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("a.rules"), rules, TestContext.Current.CancellationToken);
        foreach (var flags in (string[][])[[], ["--lint=none"], ["--lint-fatal"], ["--lint=nonsense"], ["--ignore-unknown-fields"]])
        {
            await AssertAlikeAsync(["check", "rules", .. flags, _folder.File("a.rules")]);
            await AssertAlikeAsync(["check", "config", .. flags, _folder.File("main.yml")]);
        }
    }

    [Fact]
    public async Task CheckConfig_ConformanceFiles_AreJudgedAlike()
    {
        var files = ConformanceData.Files("config").Where(static file => file.EndsWith(".yml", StringComparison.Ordinal)).ToArray();
        Assert.SkipWhen(files.Length == 0, ConformanceData.Absence);
        var compared = 0;
        foreach (var file in files)
        {
            var theirs = await TheirsAsync(["check", "config", "--syntax-only", file]);
            var ours = Ours(["check", "config", "--syntax-only", file]);

            // Either side may not have what the file is about: the files are those of a later version, where other rules are in force.
            var isForLater = (theirs.ExitCode == 0) == Path.GetFileName(file).Contains(".bad.", StringComparison.Ordinal);
            if (isForLater || theirs.Error.Contains("not found in type", StringComparison.Ordinal) || ours.Error.Contains("_sd_configs: unknown field", StringComparison.Ordinal))
            {
                continue;
            }

            compared++;
            Assert.True(theirs.ExitCode == ours.ExitCode, $"{file}: {theirs.Error}{ours.Error}");
        }

        Assert.True(compared > 40);
    }

    [Theory]
    [InlineData("")]
    [InlineData("foo: bar")]
    [InlineData("tls_server_config: {}")]
    [InlineData("tls_server_config: {client_auth_type: NoClientCert}")]
    [InlineData("tls_server_config: {client_auth_type: ''}")]
    [InlineData("tls_server_config: {client_auth_type: Nonsense}")]
    [InlineData("tls_server_config: {cert_file: x.pem}")]
    [InlineData("tls_server_config: {key_file: x.pem}")]
    [InlineData("tls_server_config: {cert_file: nothere, key_file: nothere}")]
    [InlineData("tls_server_config: {cert_file: cert.pem, key_file: key.pem}")]
    [InlineData("tls_server_config: {cert_file: cert.pem, key_file: other.pem}")]
    [InlineData("tls_server_config: {cert_file: cert.pem, key_file: cert.pem}")]
    [InlineData("tls_server_config: {cert_file: cert.pem, cert: nonsense, key_file: key.pem}")]
    [InlineData("tls_server_config: {cert: nonsense, key_file: key.pem}")]
    [InlineData("tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_ca_file: cert.pem}")]
    [InlineData("tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_ca_file: cert.pem, client_auth_type: NoClientCert}")]
    [InlineData("tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_ca_file: cert.pem, client_auth_type: RequireAndVerifyClientCert}")]
    [InlineData("tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_ca_file: nothere, client_auth_type: RequireClientCert}")]
    [InlineData("tls_server_config: {cert_file: cert.pem, key_file: key.pem, client_auth_type: RequestClientCert, client_allowed_sans: [a]}")]
    [InlineData("tls_server_config: {min_version: TLS14}")]
    [InlineData("tls_server_config: {min_version: TLS13, max_version: TLS12}")]
    [InlineData("tls_server_config: {cipher_suites: [TLS_RSA_WITH_AES_128_CBC_SHA]}")]
    [InlineData("tls_server_config: {cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TLS_AES_128_GCM_SHA256]}")]
    [InlineData("tls_server_config: {cipher_suites: [TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA]}")]
    [InlineData("tls_server_config: {curve_preferences: [X25519, CurveP256, CurveP384, CurveP521]}")]
    [InlineData("tls_server_config: {curve_preferences: [P256]}")]
    [InlineData("tls_server_config: {prefer_server_cipher_suites: false}")]
    [InlineData("http_server_config: {http2: false, headers: {X-Frame-Options: deny, X-Content-Type-Options: nosniff, X-XSS-Protection: x, Content-Security-Policy: y, Strict-Transport-Security: z}}")]
    [InlineData("http_server_config: {headers: {X-Frame-Options: DENY}}")]
    [InlineData("http_server_config: {headers: {X-Content-Type-Options: ''}}")]
    [InlineData("http_server_config: {headers: {x-frame-options: deny}}")]
    [InlineData("http_server_config: {headers: {Server: x}}")]
    [InlineData("basic_auth_users: {a: plain}")]
    [InlineData("basic_auth_users: {a: }")]
    [InlineData("basic_auth_users: {a: " + BcryptHash + "}")]
    [InlineData("basic_auth_users: {a: " + BcryptHash + ", b: x}")]
    [InlineData("basic_auth_users: {a: $2y$03$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi}")]
    [InlineData("basic_auth_users: {a: $2y$32$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi}")]
    [InlineData("basic_auth_users: {a: $2y$xx$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi}")]
    [InlineData("basic_auth_users: {a: $3y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi}")]
    [InlineData("basic_auth_users: {a: $2$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSixx}")]
    [InlineData("basic_auth_users: {a: x2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi}")]
    [InlineData("rate_limit: {interval: 1m}")]
    [InlineData("rate_limit: {interval: 1d}")]
    [InlineData("rate_limit: {interval: 1m1.5s, burst: -1}")]
    [InlineData("rate_limit: {interval: 100}")]
    [InlineData("rate_limit: {interval: '100'}")]
    [InlineData("rate_limit: {burst: x}")]
    public async Task CheckWebConfig_AnyFile_IsJudgedAlike(string configuration)
    {
        WriteCertificates();
        var path = _folder.File("web.yml");
        await File.WriteAllTextAsync(path, configuration, TestContext.Current.CancellationToken);
        var theirs = await TheirsAsync(["check", "web-config", path]);
        var ours = Ours(["check", "web-config", path]);
        Assert.True((theirs.ExitCode, theirs.Output) == (ours.ExitCode, ours.Output), $"{theirs.Error}\n{ours.Error}");
        Assert.Equal(theirs.Error.StartsWith($"{path} SUCCESS\n", StringComparison.Ordinal), ours.Error == $"{path} SUCCESS\n");
        Assert.Equal(theirs.Error.StartsWith($"{path} FAILED: ", StringComparison.Ordinal), ours.Error.StartsWith($"{path} FAILED: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("check config /nothere")]
    [InlineData("check config /")]
    [InlineData("check config")]
    [InlineData("check web-config /nothere")]
    public async Task Check_NoSuchFile_IsSaidAlike(string line)
    {
        var theirs = await TheirsAsync(line.Split(' '));
        var ours = Ours(line.Split(' '));
        Assert.Equal((theirs.ExitCode, theirs.Output, theirs.Error), ours);
    }

    /// <summary>Complaints have a place here, and other words; what goes to the output is the same.</summary>
    private static async Task AssertAlikeAsync(string[] arguments)
    {
        var theirs = await TheirsAsync(arguments);
        var ours = Ours(arguments);
        var context = $"{string.Join(' ', arguments)}\n{theirs.Output}{theirs.Error}\n{ours.Output}{ours.Error}";
        Assert.True(theirs.ExitCode == ours.ExitCode, context);
        Assert.True(theirs.Output == ours.Output, context);
        Assert.True(Complaints(theirs.Error) == Complaints(ours.Error), context);
    }

    /// <summary>How many files were complained of, and what is said in the same words.</summary>
    private static (int Failed, string Lint) Complaints(string error)
    {
        var lines = error.Split('\n');
        return (lines.Count(static line => line.StartsWith("  FAILED: ", StringComparison.Ordinal)),
            string.Join('\n', lines.Where(static line => line.Contains("too long scrape interval", StringComparison.Ordinal))));
    }

    private void WriteNeighbours()
    {
        File.WriteAllText(_folder.File("jobs.yml"), "scrape_configs: [job_name: fromfile]");
        File.WriteAllText(_folder.File("good.json"), "[{\"targets\": [\"a:1\"], \"labels\": {\"x\": \"y\"}}, {}]");
        File.WriteAllText(_folder.File("good.yml"), "- targets: [a:1]\n  labels: {x: y}\n");
        File.WriteAllText(_folder.File("bad.json"), "[{\"targets\": \"a:1\"}]");
        File.WriteAllText(_folder.File("bad.yml"), "- targets: {}\n");
        File.WriteAllText(_folder.File("url.yml"), "- targets: ['http://x/']\n");
        File.WriteAllText(_folder.File("unknown.yml"), "- target: [x]\n");
        File.WriteAllText(_folder.File("empty.yml"), "");
        File.WriteAllText(_folder.File("null.yml"), "- targets:\n");
    }

    private void WriteCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var certificate = request.CreateSelfSigned(start, start.AddYears(1));
        File.WriteAllText(_folder.File("cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_folder.File("other.pem"), other.ExportPkcs8PrivateKeyPem());
    }

    private static async Task<ProgramResult> TheirsAsync(string[] arguments)
    {
        var promtool = Executables.Peer("promtool");
        Assert.SkipWhen(promtool is null, "promtool is not there: set PHAROS_PEERS to its folder");
        return await RunningProgram.RunAsync(promtool!, arguments);
    }

    private static (int ExitCode, string Output, string Error) Ours(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = Dispatcher.Run("promtool", arguments, new Terminal(output, error));
        return (exitCode, output.ToString(), error.ToString());
    }
}
