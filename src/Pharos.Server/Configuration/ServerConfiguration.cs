using Pharos.Configuration;
using Pharos.Configuration.Yaml;
using Pharos.Scrape.Options;

namespace Pharos.Server.Configuration;

/// <summary>The whole configuration file. Each section belongs to the room that it configures; only the server knows them all.</summary>
public sealed class ServerConfiguration : IOptions
{
    public GlobalOptions Global { get; set; } = new();

    /// <summary>Settings of another runtime, which mean nothing here.</summary>
    public YamlNode? Runtime { get; set; }

    /// <summary>Patterns of rule files.</summary>
    public IReadOnlyList<string> RuleFiles { get; set; } = [];

    /// <summary>Patterns of files with more scrape sections.</summary>
    public IReadOnlyList<string> ScrapeConfigFiles { get; set; } = [];

    /// <summary>The scrape sections of the file itself.</summary>
    public IReadOnlyList<ScrapeOptions> ScrapeConfigs { get; set; } = [];

    /// <summary>The scrape sections of the file and of those that it names; resolved.</summary>
    public IReadOnlyList<ScrapeOptions> Jobs { get; set; } = [];

    public StorageSection Storage { get; set; } = new();

    public void Describe(Fields fields)
    {
        Global = fields.Section("global", Global)!;
        Runtime = fields.Any("runtime", Runtime);
        RuleFiles = fields.Files("rule_files", RuleFiles);
        ScrapeConfigFiles = fields.Files("scrape_config_files", ScrapeConfigFiles);
        ScrapeConfigs = fields.Sections("scrape_configs", ScrapeConfigs);
        Storage = fields.Section("storage", Storage)!;
        foreach (var pattern in RuleFiles)
        {
            fields.Check(FilePattern.IsValid(pattern), "rule_files", $"invalid rule file path \"{pattern}\": only the last part may have a *, and only one");
        }

        foreach (var pattern in ScrapeConfigFiles)
        {
            fields.Check(FilePattern.IsValid(pattern), "scrape_config_files", $"invalid scrape config file path \"{pattern}\": only the last part may have a *, and only one");
        }
    }
}
