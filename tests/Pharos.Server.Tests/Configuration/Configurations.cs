namespace Pharos.Server.Tests.Configuration;

/// <summary>Configurations that say much.</summary>
internal static class Configurations
{
    /// <summary>All that this version knows, nearly all of it other than the defaults.</summary>
    public const string Rich =
        """
        global:
          scrape_interval: 15s
          scrape_timeout: 5s
          scrape_protocols: [OpenMetricsText1.0.0, PrometheusText0.0.4]
          evaluation_interval: 30s
          rule_query_offset: 1m
          query_log_file: query.log
          scrape_failure_log_file: failures.log
          external_labels: {zone: "a: b", "with.dot": "", number: "1", truth: "true"}
          body_size_limit: 15MB
          sample_limit: 1500
          target_limit: 30
          label_limit: 31
          label_name_length_limit: 32
          label_value_length_limit: 33
          keep_dropped_targets: 34
          metric_name_validation_scheme: utf8
          metric_name_escaping_scheme: values
          scrape_native_histograms: true
          convert_classic_histograms_to_nhcb: true
          always_scrape_classic_histograms: true
          extra_scrape_metrics: true
        runtime: {gogc: 42}
        alerting:
          alert_relabel_configs: [{action: labeldrop, regex: replica}]
          alertmanagers:
          - scheme: https
            path_prefix: /am
            timeout: 1s
            sigv4: {region: eu, role_arn: a, external_id: b, use_fips_sts_endpoint: true}
            relabel_configs: [{source_labels: [a], target_label: b}]
            alert_relabel_configs: [{source_labels: [severity], regex: "info|", action: drop}]
            static_configs: [{targets: [am1:9093, "am2:9093"], labels: {cluster: x}}]
        rule_files: [/etc/rules/*.yml, first.yml]
        scrape_config_files: [/nothere/*.yml]
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
          scrape_native_histograms: false
          always_scrape_classic_histograms: false
          convert_classic_histograms_to_nhcb: false
          scrape_failure_log_file: own.log
          metrics_path: ""
          scheme: https
          enable_compression: false
          body_size_limit: 1KB
          sample_limit: 1
          target_limit: 2
          label_limit: 3
          label_name_length_limit: 4
          label_value_length_limit: 5
          native_histogram_bucket_limit: 6
          native_histogram_min_bucket_factor: 1.1
          keep_dropped_targets: 7
          metric_name_validation_scheme: legacy
          metric_name_escaping_scheme: dots
          extra_scrape_metrics: false
          basic_auth: {username: me, password_file: pass}
          tls_config: {ca_file: ca.pem, server_name: x, insecure_skip_verify: true, min_version: TLS13}
          follow_redirects: false
          enable_http2: false
          proxy_url: http://proxy:3128
          no_proxy: localhost,10.0.0.0/8
          http_headers: {X-Scope: {values: [a, b], files: [scope.txt]}}
          relabel_configs:
          - {source_labels: [a, b], separator: "", regex: "(.+)", replacement: "", target_label: c}
          - {source_labels: [__address__], modulus: 8, target_label: shard, action: HashMod}
          - {source_labels: [a], target_label: b, action: keepequal}
          metric_relabel_configs:
          - {regex: "a|\"b\"\n", action: labelmap, replacement: "x_$1"}
          static_configs:
          - {targets: ["[::1]:80"], labels: {"ü": "é\u0001"}}
          - {}
        - job_name: "yes"
        storage:
          tsdb:
            out_of_order_time_window: 30m
            stale_series_compaction_threshold: 0.5
            chunk_encoding: {floats: xor2}
            retention: {time: 0s, size: 10GB, percentage: 12.5}
          exemplars: {max_exemplars: 0}
        tracing:
          client_type: http
          endpoint: otel:4318
          sampling_fraction: 0.25
          insecure: true
          tls_config: {insecure_skip_verify: false}
          headers: {X-A: b}
          compression: gzip
          timeout: 3s
        remote_write:
        - url: https://me@receiver/api/v1/write?a=b
          remote_timeout: 0s
          headers: {X-B: c}
          write_relabel_configs: [{source_labels: [__name__], regex: go_.*, action: drop}]
          name: first
          send_exemplars: true
          send_native_histograms: true
          round_robin_dns: true
          protobuf_message: io.prometheus.write.v2.Request
          failed_request_logging: true
          enable_http2: true
          queue_config:
            {capacity: 1, max_shards: 2, min_shards: 2, max_samples_per_send: 3, batch_send_deadline: 0s, min_backoff: 0s, max_backoff: 0s, retry_on_http_429: true, sample_age_limit: 1d}
          metadata_config: {send: false, send_interval: 0s, max_samples_per_send: 0}
          sigv4: {}
        - url: http://y
          azuread:
            cloud: AzureChina
            scope: a/b
            workload_identity: {client_id: 00000000-0000-0000-0000-000000000001, tenant_id: 00000000-0000-0000-0000-000000000002, token_file_path: token}
        - url: http://z
          google_iam: {credentials_file: key.json}
        remote_read:
        - url: http://y/read
          remote_timeout: 2s
          chunked_read_limit: 0
          headers: {X-C: d}
          read_recent: true
          name: reader
          required_matchers: {a: b}
          filter_external_labels: false
          oauth2: {client_id: me, client_secret_file: secret, token_url: "http://t", scopes: [a], endpoint_params: {b: c}}
        otlp:
          promote_all_resource_attributes: true
          ignore_resource_attributes: [a.b, c]
          translation_strategy: NoTranslation
          keep_identifying_resource_attributes: true
          convert_histograms_to_nhcb: true
          promote_scope_metadata: true
          label_name_underscore_sanitization: false
          label_name_preserve_multiple_underscores: false
        """;

    /// <summary>Things that must not be shown.</summary>
    public const string Secret =
        """
        scrape_configs:
        - job_name: a
          basic_auth: {username: u, password: hidden}
          proxy_url: http://user:hidden@proxy:3128
          proxy_connect_header: {X-P: [hidden]}
          http_headers: {X-S: {secrets: [hidden], values: [shown]}}
        - job_name: b
          authorization: {type: Token, credentials: hidden}
          tls_config: {cert: shown, key: hidden}
        - job_name: c
          bearer_token: hidden
        - job_name: d
          oauth2: {client_id: x, client_secret: hidden, token_url: http://t}
        alerting:
          alertmanagers:
          - sigv4: {access_key: shown, secret_key: hidden}
        remote_write:
        - url: https://user:hidden@receiver/
          azuread: {oauth: {client_id: 00000000-0000-0000-0000-000000000001, client_secret: hidden, tenant_id: t}}
        - url: https://receiver/
          azuread: {certificate: {client_id: 00000000-0000-0000-0000-000000000001, tenant_id: t, certificate_path: c, certificate_password: hidden}}
        remote_read:
        - url: https://user:hidden@receiver/
        """;
}
