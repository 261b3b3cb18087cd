using Pharos.Configuration;
using Pharos.Remote.Options;
using Pharos.Rules.Notifying;
using Pharos.Scrape.Options;
using Pharos.Server.Configuration.Otlp;
using Pharos.Server.Configuration.Remote;
using Pharos.Server.Configuration.Tracing;

namespace Pharos.Server.Configuration;

/// <summary>The whole configuration file. Each section belongs to the room that it configures; only the server knows them all.</summary>
public sealed class ServerConfiguration : IOptions
{
    public GlobalOptions Global { get; set; } = new();

    public RuntimeOptions Runtime { get; set; } = new();

    public AlertingOptions Alerting { get; set; } = new();

    /// <summary>Patterns of rule files.</summary>
    public IReadOnlyList<string> RuleFiles { get; set; } = [];

    /// <summary>Patterns of files with more scrape sections.</summary>
    public IReadOnlyList<string> ScrapeConfigFiles { get; set; } = [];

    /// <summary>The scrape sections of the file itself.</summary>
    public IReadOnlyList<ScrapeOptions> ScrapeConfigs { get; set; } = [];

    /// <summary>The scrape sections of the file and of those that it names; resolved.</summary>
    public IReadOnlyList<ScrapeOptions> Jobs { get; set; } = [];

    public StorageSection Storage { get; set; } = new();

    /// <summary>Null for a server that traces nothing.</summary>
    public TracingOptions? Tracing { get; set; }

    public IReadOnlyList<RemoteWriteOptions> RemoteWrites { get; set; } = [];

    public IReadOnlyList<RemoteReadOptions> RemoteReads { get; set; } = [];

    public OtlpOptions Otlp { get; set; } = new();

    /// <summary>What was noticed while the file was loaded and is no mistake, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; set; } = [];

    public void Describe(Fields fields)
    {
        Global = fields.Part("global", Global);
        Runtime = fields.Part("runtime", Runtime);
        Alerting = fields.Part("alerting", Alerting);
        RuleFiles = fields.Files("rule_files", RuleFiles);
        ScrapeConfigFiles = fields.Files("scrape_config_files", ScrapeConfigFiles);
        ScrapeConfigs = fields.Sections("scrape_configs", ScrapeConfigs);
        Storage = fields.Part("storage", Storage);
        Tracing = fields.Section("tracing", Tracing);
        RemoteWrites = fields.Sections("remote_write", RemoteWrites);
        RemoteReads = fields.Sections("remote_read", RemoteReads);
        Otlp = fields.Part("otlp", Otlp);
        CheckPatterns(fields, "rule_files", "rule file", RuleFiles);
        CheckPatterns(fields, "scrape_config_files", "scrape config file", ScrapeConfigFiles);
    }

    private static void CheckPatterns(Fields fields, string name, string kind, IReadOnlyList<string> patterns)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            fields.Check(FilePattern.IsValid(patterns[i]), $"{name}[{i}]", $"invalid {kind} path \"{patterns[i]}\": only its last part may have a *");
        }
    }
}
