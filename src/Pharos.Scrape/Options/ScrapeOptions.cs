using Pharos.Configuration;
using Pharos.Discovery;
using Pharos.Formats.Negotiation;
using Pharos.Http.Options;
using Pharos.Model;

namespace Pharos.Scrape.Options;

/// <summary>An entry of <c>scrape_configs</c>. <see cref="Resolve"/> fills in what the job leaves to the defaults of all.</summary>
public sealed class ScrapeOptions : IOptions
{
    private static readonly ChoiceKind<string> Schemes = new(("http", "http"), ("https", "https"));

    public string JobName { get; set; } = "";

    public bool HonorLabels { get; set; }

    public bool HonorTimestamps { get; set; } = true;

    public bool TrackTimestampsStaleness { get; set; }

    public SortedDictionary<string, IReadOnlyList<string>> Params { get; set; } = new(StringComparer.Ordinal);

    public TimeSpan Interval { get; set; }

    public TimeSpan Timeout { get; set; }

    public IReadOnlyList<ExpositionFormat?> Protocols { get; set; } = [];

    /// <summary>The format of answers that do not say theirs; null to refuse them.</summary>
    public ExpositionFormat? FallbackProtocol { get; set; }

    public bool? NativeHistograms { get; set; }

    public bool? AlwaysClassicHistograms { get; set; }

    public bool? ConvertClassicHistograms { get; set; }

    public bool? ExtraMetrics { get; set; }

    public string FailureLogFile { get; set; } = "";

    public string MetricsPath { get; set; } = "/metrics";

    public string Scheme { get; set; } = "http";

    public bool EnableCompression { get; set; } = true;

    public ScrapeLimits Limits { get; } = new();

    public long HistogramBucketLimit { get; set; }

    public double HistogramMinBucketFactor { get; set; }

    public NameValidationScheme? Validation { get; set; }

    public EscapingScheme? Escaping { get; set; }

    public HttpClientOptions Http { get; } = new();

    public IReadOnlyList<RelabelOptions> TargetRules { get; set; } = [];

    public IReadOnlyList<RelabelOptions> MetricRules { get; set; } = [];

    public DiscoveryOptions Discovery { get; } = new();

    public void Describe(Fields fields)
    {
        JobName = fields.Text("job_name", JobName, always: true);
        HonorLabels = fields.Bool("honor_labels", HonorLabels);
        HonorTimestamps = fields.Bool("honor_timestamps", HonorTimestamps, always: true);
        TrackTimestampsStaleness = fields.Bool("track_timestamps_staleness", TrackTimestampsStaleness, always: true);
        Params = fields.Lists("params", Kinds.Text, Params);
        Interval = fields.Duration("scrape_interval", Interval);
        Timeout = fields.Duration("scrape_timeout", Timeout);
        Protocols = fields.Values("scrape_protocols", ScrapeKinds.Protocol, Protocols);
        FallbackProtocol = fields.Value("fallback_scrape_protocol", ScrapeKinds.Protocol, FallbackProtocol);
        NativeHistograms = fields.Value("scrape_native_histograms", Kinds.OptionalBool, NativeHistograms);
        AlwaysClassicHistograms = fields.Value("always_scrape_classic_histograms", Kinds.OptionalBool, AlwaysClassicHistograms);
        ConvertClassicHistograms = fields.Value("convert_classic_histograms_to_nhcb", Kinds.OptionalBool, ConvertClassicHistograms);
        FailureLogFile = fields.File("scrape_failure_log_file", FailureLogFile);
        MetricsPath = fields.Text("metrics_path", MetricsPath, always: true);
        Scheme = fields.Value("scheme", Schemes, Scheme);
        EnableCompression = fields.Bool("enable_compression", EnableCompression, always: true);
        Limits.Describe(fields);
        HistogramBucketLimit = fields.Count("native_histogram_bucket_limit", HistogramBucketLimit);
        HistogramMinBucketFactor = fields.Number("native_histogram_min_bucket_factor", HistogramMinBucketFactor);
        Limits.KeepDroppedTargets = fields.Count("keep_dropped_targets", Limits.KeepDroppedTargets);
        Validation = fields.Value("metric_name_validation_scheme", ScrapeKinds.Validation, Validation);
        Escaping = fields.Value("metric_name_escaping_scheme", ScrapeKinds.Escaping, Escaping);
        ExtraMetrics = fields.Value("extra_scrape_metrics", Kinds.OptionalBool, ExtraMetrics);
        Http.Describe(fields);
        TargetRules = fields.Sections("relabel_configs", TargetRules);
        MetricRules = fields.Sections("metric_relabel_configs", MetricRules);
        Discovery.Describe(fields);

        fields.Check(JobName.Length > 0, "job_name", "job_name is empty");
        ScrapeKinds.CheckProtocols(fields, Protocols);
        var url = TargetRules.Count > 0 ? null : Discovery.StaticUrl;
        fields.Check(url is null, "static_configs", $"\"{url}\" is not a valid hostname: a target is host:port, its path and scheme are metrics_path and scheme");
    }

    /// <summary>Fills in what is not said here, and checks what could not be checked before.</summary>
    public void Resolve(ScrapeDefaults defaults, ConfigurationProblems problems)
    {
        Interval = Interval == TimeSpan.Zero ? defaults.Interval : Interval;
        if (Timeout > Interval)
        {
            problems.Add(this, "scrape_timeout", $"scrape timeout greater than scrape interval for scrape config with job name \"{JobName}\"");
        }

        Timeout = Timeout == TimeSpan.Zero ? TimeSpan.FromTicks(Math.Min(defaults.Timeout.Ticks, Interval.Ticks)) : Timeout;
        Limits.FillFrom(defaults.Limits);
        FailureLogFile = FailureLogFile.Length == 0 ? defaults.FailureLogFile : FailureLogFile;
        NativeHistograms ??= defaults.NativeHistograms;
        ExtraMetrics ??= defaults.ExtraMetrics ?? false;
        ConvertClassicHistograms ??= defaults.ConvertClassicHistograms;
        AlwaysClassicHistograms ??= defaults.AlwaysClassicHistograms;
        if (Protocols.Count == 0)
        {
            var usual = NativeHistograms == true ? ExpositionFormats.ScrapeProtobufFirst : ExpositionFormats.ScrapeDefault;
            Protocols = defaults.Protocols.Count > 0 ? defaults.Protocols : [.. usual.ToArray().Select(static format => (ExpositionFormat?)format)];
        }

        var usualEscaping = (Validation ?? defaults.Validation) == NameValidationScheme.Legacy ? EscapingScheme.Underscores : EscapingScheme.AllowUtf8;
        Escaping ??= (Validation is null ? defaults.Escaping : null) ?? usualEscaping;
        Validation ??= defaults.Validation;
        if (Escaping == EscapingScheme.AllowUtf8 && Validation != NameValidationScheme.Utf8)
        {
            problems.Add(this, "metric_name_escaping_scheme", "utf8 metric names requested but validation scheme is not set to UTF8");
        }

        var scheme = Validation ?? NameValidationScheme.Utf8;
        RelabelOptions.Compile(TargetRules, scheme, problems);
        RelabelOptions.Compile(MetricRules, scheme, problems);
    }
}
