using Pharos.Compatibility.Tests.Peers;
using Pharos.Configuration;
using Pharos.Server.Configuration;

namespace Pharos.Compatibility.Tests.Configuration;

/// <summary>Configurations as the real Prometheus 3.5 shows them, and as they are shown here.</summary>
public sealed class PrintedConfigurationTests
{
    /// <summary>What may be there on one side alone, by the end of the way to it, and why.</summary>
    private static readonly (string PathEnding, string Reason)[] Tolerated =
    [
        (".scrape_native_histograms", "3.5 does not have it"),
        (".extra_scrape_metrics", "3.5 does not have it"),
        ("otlp.label_name_underscore_sanitization", "3.5 does not have it"),
        ("otlp.label_name_preserve_multiple_underscores", "3.5 does not have it"),
        ("global.scrape_protocols", "3.5 shows the usual ones, later versions what is said"),
        ("global.metric_name_validation_scheme", "3.5 shows the usual one if there is no section global, later versions always"),
        ("global.metric_name_escaping_scheme", "shown there only if there is no section global"),
        ("storage.tsdb.outofordertimewindow", "no field of the file"),
        (".filter_external_labels", "left out there when it is false, so that it reads as true again; shown here always"),
        (".metrics_path", "left out there when it is empty, so that it reads as /metrics again"),
        (".remote_timeout", "left out there when it is zero, so that it reads as the default again"),
        (".separator", "left out there when it is empty, so that it reads as the default again"),
        (".replacement", "left out there when it is empty, so that it reads as the default again"),
        (".static_configs[].targets", "a group without targets is shown there with an empty list"),
    ];

    [Theory]
    [InlineData("")]
    [InlineData("scrape_configs: [{job_name: a, static_configs: [targets: ['localhost:1']]}]")]
    [InlineData("global: {scrape_interval: 5s, external_labels: {a: $PHAROS_NOT_THERE, b: '$$', c: 'x$'}}")]
    [InlineData("scrape_configs: [{job_name: '1', scrape_timeout: 1m, body_size_limit: 1536KB}, {job_name: 'a: b', scheme: https}, {job_name: '#'}]")]
    [InlineData("global: {metric_name_validation_scheme: legacy}\nscrape_configs: [{job_name: a}, {job_name: b, metric_name_escaping_scheme: values}]")]
    [InlineData("scrape_configs: [{job_name: a, bearer_token: x}, {job_name: b, bearer_token_file: /x}, {job_name: c, authorization: {type: ' X '}}]")]
    [InlineData("otlp: {promote_all_resource_attributes: true, ignore_resource_attributes: [' a ', b]}")]
    [InlineData("storage: {tsdb: {}}\nruntime: {gogc: 100}")]
    [InlineData(Global)]
    [InlineData(Jobs)]
    [InlineData(Alerting)]
    [InlineData(Remote)]
    public async Task Print_SameConfiguration_HasTheSameTree(string configuration)
    {
        await using var server = await PrometheusServer.TryStartAsync(configuration);
        Assert.SkipWhen(server is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        var theirs = (await server!.GetAsync("api/v1/status/config")).GetProperty("yaml").GetString()!;
        var ours = OptionsWriter.Print(ConfigurationLoading.Parse(configuration, "/etc/prometheus.yml"));
        var differences = YamlDifferences.Between(theirs, ours)
            .Where(static difference => !IsTolerated(difference.Path, difference.Theirs, difference.Ours));
        Assert.True(!differences.Any(), string.Join('\n', differences));
    }

    private static bool IsTolerated(string path, string theirs, string ours) =>
        theirs.Length * ours.Length == 0 && Array.Exists(Tolerated, tolerated => path.EndsWith(tolerated.PathEnding, StringComparison.Ordinal));

    private const string Global =
        """
        global:
          scrape_interval: 15s
          scrape_timeout: 5s
          scrape_protocols: [OpenMetricsText1.0.0, PrometheusText0.0.4]
          evaluation_interval: 30s
          rule_query_offset: 1m
          scrape_failure_log_file: /tmp/pharos-failures.log
          external_labels: {zone: "a: b", "with.dot": "", number: "1", truth: "true", "ü": "\u0001\n"}
          body_size_limit: 15MB
          sample_limit: 1500
          target_limit: 30
          label_limit: 31
          label_name_length_limit: 32
          label_value_length_limit: 33
          keep_dropped_targets: 34
          metric_name_escaping_scheme: values
          convert_classic_histograms_to_nhcb: true
          always_scrape_classic_histograms: true
        runtime: {gogc: 42}
        rule_files: [/nothere/*.yml]
        scrape_config_files: [/nothere/*.yml, /nothere/b.yml]
        scrape_configs:
        - job_name: a
        - {job_name: b, sample_limit: 1, convert_classic_histograms_to_nhcb: false, keep_dropped_targets: 2, native_histogram_bucket_limit: 3}
        storage:
          tsdb: {out_of_order_time_window: 30m}
          exemplars: {max_exemplars: 10}
        otlp: {promote_resource_attributes: [a.b, c], translation_strategy: NoTranslation, keep_identifying_resource_attributes: true}
        tracing:
          {client_type: http, endpoint: "127.0.0.1:1", sampling_fraction: 0.25, headers: {X-A: b}, compression: gzip, timeout: 3s, tls_config: {server_name: x, insecure_skip_verify: true}}
        """;

    private const string Jobs =
        """
        scrape_configs:
        - job_name: everything
          honor_labels: true
          honor_timestamps: false
          track_timestamps_staleness: true
          params: {module: [a, b], none: []}
          scrape_interval: 1m
          scrape_timeout: 50s
          scrape_protocols: [PrometheusProto]
          fallback_scrape_protocol: PrometheusText1.0.0
          always_scrape_classic_histograms: false
          convert_classic_histograms_to_nhcb: true
          scrape_failure_log_file: /tmp/pharos-failures.log
          metrics_path: ""
          scheme: https
          enable_compression: false
          body_size_limit: 1KB
          native_histogram_bucket_limit: 6
          native_histogram_min_bucket_factor: 1.1
          metric_name_validation_scheme: legacy
          metric_name_escaping_scheme: dots
          basic_auth: {username: me, password: secret}
          tls_config: {server_name: x, insecure_skip_verify: true, min_version: TLS13}
          follow_redirects: false
          enable_http2: false
          proxy_url: http://u:p@127.0.0.1:3128
          no_proxy: localhost,10.0.0.0/8
          proxy_connect_header: {X-P: [secret, other]}
          http_headers: {X-Scope: {values: [a, b], files: [/scope.txt], secrets: [x]}}
          relabel_configs:
          - {source_labels: [a, b], separator: "", regex: "(.+)", replacement: "", target_label: c}
          - {source_labels: [__address__], modulus: 8, target_label: shard, action: HashMod}
          - {source_labels: [a], target_label: b, action: keepequal}
          metric_relabel_configs:
          - {regex: "a|\"b\"\n", action: labelmap, replacement: "x_$1"}
          - {source_labels: [a], regex: "(.*)", target_label: b, separator: "\\"}
          - {source_labels: [a], regex: " ", target_label: b, separator: "; "}
          static_configs:
          - {targets: ["[::1]:80"], labels: {"ü": "é\u0001 \u2028", "a": "1.0"}}
          - {targets: [], labels: {x: y}}
        - job_name: "yes"
          oauth2: {client_id: me, client_secret: secret, token_url: "http://t", scopes: [a], endpoint_params: {b: c}, tls_config: {server_name: y}, proxy_url: "http://127.0.0.1:1"}
        - job_name: with a proxy of the environment
          proxy_from_environment: true
        """;

    private const string Alerting =
        """
        alerting:
          alert_relabel_configs: [{action: labeldrop, regex: replica}]
          alertmanagers:
          - scheme: https
            path_prefix: /am
            timeout: 1s
            sigv4: {region: eu, access_key: k, secret_key: s}
            relabel_configs: [{source_labels: [a], target_label: b}]
            alert_relabel_configs: [{source_labels: [severity], regex: "info|", action: drop}]
            static_configs: [{targets: ["127.0.0.1:1", "127.0.0.1:2"], labels: {cluster: x}}]
          - basic_auth: {username: me, password_file: /nothere}
        """;

    private const string Remote =
        """
        remote_write:
        - url: http://me:secret@127.0.0.1:1/api/v1/write?a=b
          remote_timeout: 1s
          headers: {X-B: c}
          write_relabel_configs: [{source_labels: [__name__], regex: go_.*, action: drop}]
          name: first
          send_exemplars: true
          send_native_histograms: true
          round_robin_dns: true
          protobuf_message: io.prometheus.write.v2.Request
          enable_http2: true
          queue_config: {capacity: 1, max_shards: 2, min_shards: 2, retry_on_http_429: true, sample_age_limit: 1d}
          metadata_config: {send: false, send_interval: 2m}
          sigv4: {region: x, access_key: k, secret_key: s}
        - url: http://127.0.0.1:1
        remote_read:
        - url: http://127.0.0.1:1/read
          name: reader
          headers: {X-C: d}
          read_recent: true
          required_matchers: {a: b}
          filter_external_labels: false
        - url: http://127.0.0.1:2/read
          remote_timeout: 0s
          chunked_read_limit: 5
        """;
}
