using System.Text;
using Pharos.Configuration;
using Pharos.Server.Configuration;
using Pharos.Testing;

namespace Pharos.Fuzz.Targets;

/// <summary>The server's configuration file. What is accepted has to be shown in a way that is accepted again, and means the same.</summary>
internal sealed class ServerConfigurationTarget : IFuzzTarget
{
    private static readonly LoadingRules Rules = new() { FollowsFiles = false, Variable = static name => name };

    private static readonly byte[][] Texts =
    [
        .. Targets.Seeds.Of(
            "global: {scrape_interval: 15s, scrape_timeout: 5s, external_labels: {a: \"$b${c}$$\"}, metric_name_validation_scheme: legacy, body_size_limit: 15MB}\nruntime: {gogc: 50}\n",
            "scrape_configs:\n- job_name: a\n  params: {x: [y]}\n  basic_auth: {username: u, password: p}\n  tls_config: {insecure_skip_verify: true}\n  static_configs:\n  - targets: ['a:1']\n    labels: {x: \"\\u0001\"}\n  relabel_configs:\n  - {source_labels: [a], regex: (.+), target_label: b, replacement: ''}\n",
            "scrape_configs:\n- job_name: a\n  oauth2: {client_id: x, token_url: http://t, claims: {a: [1, {b: c}]}}\n  proxy_url: http://u:p@h\n  http_headers: {X-A: {values: [a], secrets: [b], files: [c]}}\n  file_sd_configs: [files: [a.json]]\n  dns_sd_configs: [{names: [a], type: A, port: 1}]\n",
            "alerting:\n  alert_relabel_configs: [{action: labeldrop, regex: x}]\n  alertmanagers:\n  - sigv4: {access_key: a, secret_key: b}\n    path_prefix: /x\n    api_version: v2\n    static_configs: [targets: [a]]\n",
            "remote_write:\n- url: http://x\n  headers: {a: b}\n  queue_config: {capacity: 1, min_backoff: 1ms}\n  metadata_config: {send: false}\n  azuread: {workload_identity: {client_id: 00000000-0000-0000-0000-000000000001, tenant_id: 00000000-0000-0000-0000-000000000002}}\nremote_read:\n- url: http://y\n  required_matchers: {a: b}\n  filter_external_labels: false\n",
            "otlp: {promote_resource_attributes: [a, b], translation_strategy: NoTranslation, label_name_underscore_sanitization: false}\ntracing: {endpoint: a, headers: {b: c}, compression: gzip, sampling_fraction: 0.5}\nstorage: {tsdb: {out_of_order_time_window: 1h, chunk_encoding: {floats: xor2}, retention: {percentage: 5, size: 1GB}}, exemplars: {max_exemplars: 5}}\n"),
    ];

    public string Name => "server-configuration";

    public IEnumerable<byte[]> Seeds => Texts.Concat(ConformanceData.Files("config").Select(File.ReadAllBytes));

    public IReadOnlyList<byte[]> Tokens { get; } = Targets.Seeds.Of(
        "global:", "scrape_configs:\n- job_name: x\n", "remote_write:\n- url: http://x\n", "alerting:\n  alertmanagers:\n  - ", "otlp:", "storage:", "tracing:", "rule_files: [", "legacy", "utf8",
        "5s", "1m", "0s", "10MB", "null", "~", "true", "false", "-1", "0", "1.5", ": ", "- ", "{", "}", "[", "]", ", ", "\n", "\n  ", "\n    ", "\"", "'", "&a ", "*a", "<<: *a", "!!binary ", "$", "${A}", "é");

    /// <summary>Every section has objects for what it does not say, and a job is printed with some lines of defaults.</summary>
    public long AllocationLimit(int inputLength) => (64L << 20) + (65_536L * inputLength);

    public void Run(ReadOnlySpan<byte> input, FuzzOutcome outcome)
    {
        ServerConfiguration configuration;
        try
        {
            configuration = ConfigurationLoading.Parse(Encoding.UTF8.GetString(input), "/fuzz.yml", Rules);
        }
        catch (ConfigurationException error)
        {
            BrokenInvariantException.Require(error.Problems.Count > 0, "rejected without a reason");
            outcome.Error(error);
            return;
        }

        var printed = OptionsWriter.Print(configuration);
        outcome.Result(printed);
        outcome.Feature(1, (ulong)printed.Count(static letter => letter == ':'));
        BrokenInvariantException.Require(UnbuiltSections.In(configuration).Count < 7, "more sections than there are");

        // A dollar sign that is shown would name a variable.
        if (configuration.Global.ExternalLabelTexts.Values.Any(static text => text.Contains('$', StringComparison.Ordinal)))
        {
            return;
        }

        var identity = OptionsWriter.Identity(configuration);
        RequireSame(identity, OptionsWriter.Identity);
        RequireSame(printed, OptionsWriter.Print);
    }

    private static void RequireSame(string text, Func<ServerConfiguration, string> write)
    {
        try
        {
            var again = write(ConfigurationLoading.Parse(text, "/fuzz.yml", Rules));
            BrokenInvariantException.Require(again == text, $"written as\n{text}\nand read again as\n{again}");
        }
        catch (ConfigurationException error)
        {
            throw new BrokenInvariantException($"written as\n{text}\nwhich is not read: {error.Message}");
        }
    }
}
