using Pharos.Configuration;
using Pharos.Formats.Negotiation;
using Pharos.Model;

namespace Pharos.Scrape.Options;

/// <summary>The words of scrape sections.</summary>
public static class ScrapeKinds
{
    public static ChoiceKind<ExpositionFormat?> Protocol { get; } = new(
        Word(ExpositionFormat.PrometheusProto),
        Word(ExpositionFormat.OpenMetricsText100),
        Word(ExpositionFormat.OpenMetricsText001),
        Word(ExpositionFormat.PrometheusText100),
        Word(ExpositionFormat.PrometheusText004));

    public static ChoiceKind<NameValidationScheme?> Validation { get; } = new(
        ("utf8", NameValidationScheme.Utf8), ("legacy", NameValidationScheme.Legacy), ("", null));

    public static ChoiceKind<EscapingScheme?> Escaping { get; } = new(
        ("allow-utf-8", EscapingScheme.AllowUtf8),
        ("underscores", EscapingScheme.Underscores),
        ("dots", EscapingScheme.Dots),
        ("values", EscapingScheme.Values),
        ("", null));

    /// <summary>Complains of a list of protocols that is there and empty, or names one twice.</summary>
    public static void CheckProtocols(Fields fields, IReadOnlyList<ExpositionFormat?> protocols)
    {
        fields.Check(!fields.Has("scrape_protocols") || protocols.Count > 0, "scrape_protocols", "scrape_protocols cannot be empty");
        fields.Check(protocols.Distinct().Count() == protocols.Count, "scrape_protocols", "duplicated protocol in scrape_protocols");
    }

    private static (string Word, ExpositionFormat? Meaning) Word(ExpositionFormat format) => (ExpositionFormats.Name(format), format);
}
