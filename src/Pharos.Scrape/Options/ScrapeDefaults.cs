using Pharos.Configuration;
using Pharos.Formats.Negotiation;
using Pharos.Model;

namespace Pharos.Scrape.Options;

/// <summary>
/// What the section <c>global</c> says of scraping, for all jobs that do not say it themselves. Its fields come in two parts, since that
/// section has others between them.
/// </summary>
public sealed class ScrapeDefaults
{
    private static readonly TimeSpan UsualInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(10);

    public TimeSpan Interval { get; set; } = UsualInterval;

    public TimeSpan Timeout { get; set; } = UsualTimeout;

    /// <summary>Empty if nothing is said; then it depends on what a job wants.</summary>
    public IReadOnlyList<ExpositionFormat?> Protocols { get; set; } = [];

    public string FailureLogFile { get; set; } = "";

    public ScrapeLimits Limits { get; } = new();

    public NameValidationScheme? Validation { get; set; } = NameValidationScheme.Utf8;

    public EscapingScheme? Escaping { get; set; }

    public bool NativeHistograms { get; set; }

    public bool ConvertClassicHistograms { get; set; }

    public bool AlwaysClassicHistograms { get; set; }

    /// <summary>Null if nothing is said.</summary>
    public bool? ExtraMetrics { get; set; }

    /// <summary>Fills in, where nothing is said, what features have changed of the usual.</summary>
    public void Fill(bool prefersProtobuf, bool hasExtraMetrics)
    {
        if (prefersProtobuf && Protocols.Count == 0)
        {
            Protocols = [.. ExpositionFormats.ScrapeProtobufFirst.ToArray().Select(static format => (ExpositionFormat?)format)];
        }

        ExtraMetrics ??= hasExtraMetrics ? true : null;
    }

    /// <summary>When and how targets are asked.</summary>
    public void DescribePace(Fields fields)
    {
        Interval = fields.Duration("scrape_interval", Interval);
        var timeout = fields.Duration("scrape_timeout", Timeout);
        Interval = Interval == TimeSpan.Zero ? UsualInterval : Interval;
        Timeout = fields.Has("scrape_timeout") && timeout > TimeSpan.Zero ? timeout : TimeSpan.FromTicks(Math.Min(Timeout.Ticks, Interval.Ticks));
        fields.Check(Timeout <= Interval, "scrape_timeout", "global scrape timeout greater than scrape interval");
        Protocols = fields.Values("scrape_protocols", ScrapeKinds.Protocol, Protocols);
        ScrapeKinds.CheckProtocols(fields, Protocols);
    }

    /// <summary>What their answers may be, and what is made of them.</summary>
    public void DescribeAnswers(Fields fields)
    {
        Limits.Describe(fields);
        Limits.KeepDroppedTargets = fields.Count("keep_dropped_targets", Limits.KeepDroppedTargets);
        Validation = fields.Value("metric_name_validation_scheme", ScrapeKinds.Validation, Validation) ?? NameValidationScheme.Utf8;
        Escaping = fields.Value("metric_name_escaping_scheme", ScrapeKinds.Escaping, Escaping);
        NativeHistograms = fields.Bool("scrape_native_histograms", NativeHistograms);
        ConvertClassicHistograms = fields.Bool("convert_classic_histograms_to_nhcb", ConvertClassicHistograms);
        AlwaysClassicHistograms = fields.Bool("always_scrape_classic_histograms", AlwaysClassicHistograms);
        ExtraMetrics = fields.Value("extra_scrape_metrics", Kinds.OptionalBool, ExtraMetrics);
    }
}
