using Microsoft.Extensions.Logging;
using Pharos.Cli.Flags;
using Pharos.Foundation.RegularExpressions;
using Pharos.Hosting.Http;
using Pharos.Hosting.Logging;
using Pharos.Server;
using Pharos.Server.Configuration;
using Pharos.Server.Web;

namespace Pharos.Cli.Programs;

/// <summary>The server's flag table: what can be given, and the options it makes.</summary>
internal sealed class ServerFlags
{
    public const string DefaultConfigFile = "prometheus.yml";

    private readonly FlagSet _set = new(ServerFlagsNotYet.Names);
    private readonly ValueFlag<string> _configFile;
    private readonly SwitchFlag _autoReload;
    private readonly ValueFlag<TimeSpan> _autoReloadInterval;
    private readonly SwitchFlag _enableLifecycle;
    private readonly ScrapeFlags _scrape;
    private readonly RuleFlags _rules;
    private readonly RemoteFlags _remote;
    private readonly StorageFlags _storage;
    private readonly ValueFlag<TimeSpan> _remoteFlushDeadline;
    private readonly QueryFlags _query;
    private readonly ValueFlag<ListenAddress> _listenAddresses;
    private readonly SwitchFlag _systemdSocket;
    private readonly ValueFlag<string> _webConfigFile;
    private readonly ValueFlag<int> _maxConnections;
    private readonly ValueFlag<TimeSpan> _readTimeout;
    private readonly ValueFlag<ExternalUrl?> _externalUrl;
    private readonly ValueFlag<string> _routePrefix;
    private readonly ValueFlag<string> _userAssets;
    private readonly ValueFlag<string> _consoleTemplates;
    private readonly ValueFlag<string> _pageTitle;
    private readonly ValueFlag<Cors> _cors;
    private readonly ValueFlag<int> _maxNotificationSubscribers;
    private readonly SwitchFlag _enableAdminApi;
    private readonly ValueFlag<LogLevel> _logLevel;
    private readonly ValueFlag<LogFormat> _logFormat;

    public ServerFlags()
    {
        _configFile = _set.Add(new ValueFlag<string>("config.file", "Configuration file. Without one, the server scrapes itself.", FlagType.Text, DefaultConfigFile));
        _autoReload = _set.Add(new SwitchFlag("config.auto-reload", "Load the configuration again when the contents of its files change."));
        _autoReloadInterval = _set.Add(new ValueFlag<TimeSpan>("config.auto-reload-interval", "How often to look for such a change. At least 1s.", FlagType.Duration, "30s"));
        _listenAddresses = _set.Add(new ValueFlag<ListenAddress>(
            "web.listen-address", "Address to listen on for the web interface and the API. Can be repeated.", FlagType.Address, "0.0.0.0:9090")
        { IsRepeatable = true });
        _systemdSocket = _set.Add(new SwitchFlag("web.systemd-socket", "Listen on the sockets that systemd hands over, in place of --web.listen-address."));
        _webConfigFile = _set.Add(new ValueFlag<string>(
            "web.config.file", "File that says how the web interface and the API are protected: TLS, client certificates, passwords.", FlagType.Text, "")
        { Placeholder = "<path>" });
        _readTimeout = _set.Add(new ValueFlag<TimeSpan>(
            "web.read-timeout", "How long a connection may be idle, or take to send a request, before it is closed.", FlagType.Duration, "5m"));
        _maxConnections = _set.Add(new ValueFlag<int>(
            "web.max-connections", "Connections open at the same time, over all addresses; further ones wait.", FlagType.Integer(minimum: 1), "512"));
        _externalUrl = _set.Add(new ValueFlag<ExternalUrl?>(
            "web.external-url", "URL under which users reach this server, for example behind a proxy. Its path becomes the prefix of all routes.", TryParseExternalUrl, null)
        { Placeholder = "<URL>" });
        _routePrefix = _set.Add(new ValueFlag<string>(
            "web.route-prefix", "Prefix of this server's own routes. Defaults to the path of --web.external-url.", FlagType.Text, null)
        { Placeholder = "<path>" });
        _userAssets = _set.Add(new ValueFlag<string>("web.user-assets", "Folder whose files are served below /user.", FlagType.Text, null) { Placeholder = "<path>" });
        _consoleTemplates = _set.Add(new ValueFlag<string>(
            "web.console.templates", "Folder of the templates that /consoles serves. This version says that they are there and does not expand them.", FlagType.Text, "consoles"));
        _set.Add(new ValueFlag<string>("web.console.libraries", "Folder of what such templates share.", FlagType.Text, "console_libraries"));
        _pageTitle = _set.Add(new ValueFlag<string>("web.page-title", "Title of the web interface's pages.", FlagType.Text, "Pharos"));
        _cors = _set.Add(new ValueFlag<Cors>(
            "web.cors.origin", "Regular expression for origins whose pages may read answers of the API; it has to match all of the origin.", TryParseCors, ".*")
        { Placeholder = "\".*\"" });
        _maxNotificationSubscribers = _set.Add(new ValueFlag<int>(
            "web.max-notifications-subscribers", "How many clients may listen to notifications at the same time; further ones are sent away.", FlagType.Integer(minimum: 0), "16"));
        _enableAdminApi = _set.Add(new SwitchFlag("web.enable-admin-api", "Allow requests that delete series and take snapshots."));
        _enableLifecycle = _set.Add(new SwitchFlag("web.enable-lifecycle", "Allow requests that load the configuration again and stop the server."));
        _scrape = new ScrapeFlags(_set);
        _rules = new RuleFlags(_set);
        _remote = new RemoteFlags(_set);
        _storage = new StorageFlags(_set);
        _remoteFlushDeadline = _set.Add(new ValueFlag<TimeSpan>(
            "storage.remote.flush-deadline", "How long what is left to send may take at a stop or a change of the configuration.", FlagType.Duration, "1m"));
        _query = new QueryFlags(_set);
        _logLevel = _set.Add(new ValueFlag<LogLevel>(
            "log.level", "Log what is of this severity or above. One of: [debug, info, warn, error]",
            FlagType.OneOfInAnyCase(("debug", LogLevel.Debug), ("info", LogLevel.Information), ("warn", LogLevel.Warning), ("error", LogLevel.Error)), "info"));
        _logFormat = _set.Add(new ValueFlag<LogFormat>(
            "log.format", "Form of the log's lines. One of: [logfmt, json]",
            FlagType.OneOf(("logfmt", LogFormat.Logfmt), ("json", LogFormat.Json)), "logfmt"));
    }

    public FlagSet Set => _set;

    public ServerOptions ToOptions() => new()
    {
        Build = VersionText.Build,
        Http = new HttpServerOptions
        {
            ListenAddresses = _listenAddresses.Values,
            ActivatedSockets = _systemdSocket.Value ? ActivatedSocket.OfThisProcess() : null,
            MaxConnections = _maxConnections.Value,
            ReadTimeout = _readTimeout.Value,
            WebConfigFile = _webConfigFile.Value,
        },
        ConfigFile = ConfigFile,
        Configuration = ConfigFile is null ? OwnTargets.Configuration(_listenAddresses.Values[0].Port, _routePrefix.Value ?? _externalUrl.Value?.Path ?? "") : new ServerConfiguration(),
        AutoReloadInterval = !_autoReload.Value && !_query.Has("auto-reload-config") ? null
            : _autoReloadInterval.Value < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1)
            : _autoReloadInterval.Value,
        EnableLifecycle = _enableLifecycle.Value,
        Scrape = _scrape.ToSettings(_query.Has),
        Rules = _rules.ToSettings(),
        Notifier = _rules.ToNotifierOptions(),
        RemoteWrite = _remote.ToWriteSettings(_query.Has),
        RemoteRead = _remote.ToReadSettings(),
        Storage = _storage.ToOptions(_query.Has),
        RemoteFlushDeadline = _remoteFlushDeadline.Value,
        Cors = _cors.Value!,
        MaxNotificationSubscribers = _maxNotificationSubscribers.Value,
        EnableAdminApi = _enableAdminApi.Value,
        Query = _query.ToSettings(),
        Language = _query.ToLanguage(),
        ExternalUrl = _externalUrl.Value,
        RoutePrefix = _routePrefix.Value,
        UserAssets = _userAssets.Value,
        ConsoleTemplates = _consoleTemplates.Value!,
        PageTitle = _pageTitle.Value!,
        Flags = _set.OwnFlags.ToDictionary(static flag => flag.Name, static flag => flag.Text, StringComparer.Ordinal),
    };

    /// <summary>Null if nothing was said and there is no file of the usual name.</summary>
    private string? ConfigFile => _configFile.IsGiven || File.Exists(DefaultConfigFile) ? _configFile.Value : null;

    /// <summary>Features that were asked for and that this version does not have.</summary>
    public IReadOnlyList<string> UnknownFeatures => _query.Unknown;

    public LogOptions ToLogOptions() => new() { MinimumLevel = _logLevel.Value, Format = _logFormat.Value };

    private static bool TryParseCors(string text, out Cors value, out string problem)
    {
        try
        {
            (value, problem) = (new Cors(text), "");
            return true;
        }
        catch (Re2SyntaxException exception)
        {
            (value, problem) = (new Cors(), exception.Message);
            return false;
        }
    }

    /// <summary>No text is no URL, as if the flag were not given.</summary>
    private static bool TryParseExternalUrl(string text, out ExternalUrl? value, out string problem)
    {
        (value, problem) = (null, "");
        return text.Length == 0 || ExternalUrl.TryParse(text, out value, out problem);
    }
}
