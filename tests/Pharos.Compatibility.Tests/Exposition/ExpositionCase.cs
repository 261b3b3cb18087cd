using Pharos.Compatibility.Tests.Peers;
using Pharos.Formats;
using Pharos.Formats.Negotiation;

namespace Pharos.Compatibility.Tests.Exposition;

/// <summary>An exposition, how it is announced, and what a scrape of it wants.</summary>
/// <param name="Name">Good for a job's name and for a path.</param>
internal sealed record ExpositionCase(string Name, ExpositionFormat Format, byte[] Exposition)
{
    public ExpositionOptions Options { get; init; } = ExpositionOptions.Default;

    /// <summary>The same exposition, scraped with other wishes.</summary>
    public ExpositionCase With(string suffix, ExpositionOptions options) => this with { Name = Name + suffix, Options = options };

    /// <summary>The scrape of it by Prometheus, from a server that serves it at its name.</summary>
    public ScrapeJob JobAt(string address) => new(Name, address, "/" + Name,
    [
        $"always_scrape_classic_histograms: {(Options.KeepClassicHistograms ? "true" : "false")}",
        $"convert_classic_histograms_to_nhcb: {(Options.ConvertClassicHistograms ? "true" : "false")}",
    ]);
}
