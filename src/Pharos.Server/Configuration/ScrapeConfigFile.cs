using Pharos.Configuration;
using Pharos.Scrape.Options;

namespace Pharos.Server.Configuration;

/// <summary>A file that <c>scrape_config_files</c> names.</summary>
public sealed class ScrapeConfigFile : IOptions
{
    public IReadOnlyList<ScrapeOptions> ScrapeConfigs { get; set; } = [];

    public void Describe(Fields fields) => ScrapeConfigs = fields.Sections("scrape_configs", ScrapeConfigs);
}
