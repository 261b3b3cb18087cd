using Pharos.Hosting.Http;
using Pharos.Instrumentation.Runtime;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Syntax;
using Pharos.Rules;
using Pharos.Rules.Notifying;
using Pharos.Server.Configuration;
using Pharos.Server.Remote;
using Pharos.Server.Storage;
using Pharos.Server.Web;

namespace Pharos.Server;

/// <summary>What the server is told at its start, by flags or by a program that embeds it.</summary>
public sealed record ServerOptions
{
    public required HttpServerOptions Http { get; init; }

    public BuildInfo Build { get; init; } = new() { Version = "unknown" };

    /// <summary>The URL under which users reach the server; null to take the host's name and the port listened on.</summary>
    public ExternalUrl? ExternalUrl { get; init; }

    /// <summary>
    /// Where the server's own routes begin, with nothing in it escaped; null or empty for the path of <see cref="ExternalUrl"/>.
    /// </summary>
    public string? RoutePrefix { get; init; }

    /// <summary>The configuration file; null for a server that scrapes nothing but what <see cref="Configuration"/> says.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>What to go by without a file.</summary>
    public ServerConfiguration Configuration { get; init; } = new();

    /// <summary>How often to look whether the file has changed; null to reload only when asked.</summary>
    public TimeSpan? AutoReloadInterval { get; init; }

    /// <summary>Whether requests may reload the configuration and stop the server.</summary>
    public bool EnableLifecycle { get; init; }

    public ScrapeSettings Scrape { get; init; } = new();

    /// <summary>How alerts are sent and taken over after a restart.</summary>
    public RuleSettings Rules { get; init; } = new();

    public NotifierOptions Notifier { get; init; } = new();

    /// <summary>What is taken from other servers that send.</summary>
    public RemoteWriteSettings RemoteWrite { get; init; } = new();

    /// <summary>What other servers may read.</summary>
    public RemoteReadSettings RemoteRead { get; init; } = new();

    /// <summary>How long what is left to send to other stores may take when the server stops, or its configuration changes.</summary>
    public TimeSpan RemoteFlushDeadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Null for a server that keeps nothing and answers no queries.</summary>
    public StorageOptions? Storage { get; init; }

    /// <summary>Which pages of other origins may read answers of the API.</summary>
    public Cors Cors { get; init; } = new();

    /// <summary>How many clients may listen to notifications at the same time.</summary>
    public int MaxNotificationSubscribers { get; init; } = 16;

    /// <summary>Whether requests may delete series and take snapshots.</summary>
    public bool EnableAdminApi { get; init; }

    public QuerySettings Query { get; init; } = new();

    /// <summary>Which parts of the query language are allowed.</summary>
    public ParserOptions Language { get; init; } = ParserOptions.Default;

    /// <summary>The flags as they are in force, without dashes: what <c>/api/v1/status/flags</c> shows.</summary>
    public IReadOnlyDictionary<string, string> Flags { get; init; } = new Dictionary<string, string>();

    /// <summary>A folder whose files are served below <c>/user</c>; null or empty for none.</summary>
    public string? UserAssets { get; init; }

    /// <summary>Where the templates of consoles are.</summary>
    public string ConsoleTemplates { get; init; } = "consoles";

    public string PageTitle { get; init; } = "Pharos";

    /// <summary>How long running requests may go on when the server stops.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(5);

    internal LoadingRules LoadingRules => new() { PrefersProtobuf = Scrape.Features.ReadsStartTimes, HasExtraMetrics = Scrape.HasExtraMetrics };

    /// <summary>The prefix as routers take it: not escaped, and empty, or with a slash at its start and none at its end.</summary>
    internal string EffectivePrefix
    {
        get
        {
            var prefix = (string.IsNullOrEmpty(RoutePrefix) ? ExternalUrl?.Path ?? "" : RoutePrefix).Trim('/');
            return prefix.Length == 0 ? "" : "/" + prefix;
        }
    }
}

/// <summary>What flags say of scraping.</summary>
public sealed record ScrapeSettings
{
    /// <summary>Whether samples have the time of their tick when the scrape is nearly on it.</summary>
    public bool AlignsTimestamps { get; init; } = true;

    public TimeSpan TimestampTolerance { get; init; } = TimeSpan.FromMilliseconds(2);

    public Pharos.Scrape.ScrapeFeatures Features { get; init; } = new();

    /// <summary>Whether jobs that do not say otherwise store more about each scrape.</summary>
    public bool HasExtraMetrics { get; init; }

    /// <summary>How often targets that discovery finds are taken over at most.</summary>
    public TimeSpan DiscoveryInterval { get; init; } = TimeSpan.FromSeconds(5);
}
