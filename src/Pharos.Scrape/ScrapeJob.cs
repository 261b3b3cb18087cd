using Pharos.Configuration;
using Pharos.Formats;
using Pharos.Formats.Negotiation;
using Pharos.Model;
using Pharos.Model.Relabeling;
using Pharos.Scrape.Options;

namespace Pharos.Scrape;

/// <summary>A job as its loops use it: the resolved options with all that can be made of them beforehand. Immutable, swapped as a whole.</summary>
internal sealed class ScrapeJob
{
    private readonly string _seriesIdentity;

    /// <param name="options">Resolved; not changed any more.</param>
    /// <param name="failureLog">Where failed scrapes are written to, if the job wants that.</param>
    public ScrapeJob(ScrapeOptions options, ScrapeFailureLog? failureLog = null)
    {
        Options = options;
        FailureLog = failureLog;
        Identity = OptionsWriter.Identity(options);
        _seriesIdentity = OptionsWriter.Identity(new SeriesRules(options));
        Validation = options.Validation ?? NameValidationScheme.Utf8;
        TargetRules = RelabelRules.Compile([.. options.TargetRules.Select(static rule => rule.Rule)], Validation);
        MetricRules = RelabelRules.Compile([.. options.MetricRules.Select(static rule => rule.Rule)], Validation);
        AcceptHeader = ScrapeAccept.Header([.. options.Protocols.Select(static format => format!.Value)], options.Escaping ?? EscapingScheme.AllowUtf8);
        MaxHistogramSchema = HistogramResolution.MaxSchema(options.HistogramMinBucketFactor);
    }

    public ScrapeOptions Options { get; }

    public ScrapeFailureLog? FailureLog { get; }

    public string Name => Options.JobName;

    /// <summary>Equal for jobs that are configured equally. Has secrets in it.</summary>
    public string Identity { get; }

    public NameValidationScheme Validation { get; }

    public RelabelRules TargetRules { get; }

    public RelabelRules MetricRules { get; }

    public string AcceptHeader { get; }

    /// <summary>The finest resolution that native histograms are kept in.</summary>
    public int MaxHistogramSchema { get; }

    /// <summary>Whether a line of a target stands for the same series under both jobs, or is refused by both.</summary>
    public bool MakesSameSeriesAs(ScrapeJob other) => _seriesIdentity == other._seriesIdentity;

    /// <summary>What the reader is asked for, for a target that may differ from its job in how histograms are taken.</summary>
    public static ExpositionOptions Reading(bool nativeHistograms, bool convertClassic, bool keepClassic) => new()
    {
        IgnoreNativeHistograms = !nativeHistograms,
        ConvertClassicHistograms = convertClassic,
        KeepClassicHistograms = keepClassic,
    };

    /// <summary>The options that decide which series a line stands for.</summary>
    private sealed class SeriesRules(ScrapeOptions options) : IOptions
    {
        public void Describe(Fields fields)
        {
            fields.Bool("honor_labels", options.HonorLabels);
            fields.Count("label_limit", options.Limits.Labels);
            fields.Count("label_name_length_limit", options.Limits.LabelNameLength);
            fields.Count("label_value_length_limit", options.Limits.LabelValueLength);
            fields.Value("metric_name_validation_scheme", ScrapeKinds.Validation, options.Validation);
            fields.Sections("metric_relabel_configs", options.MetricRules);
        }
    }
}
