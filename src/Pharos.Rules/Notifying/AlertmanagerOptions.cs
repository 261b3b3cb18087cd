using Pharos.Configuration;
using Pharos.Discovery;
using Pharos.Http.Aws;
using Pharos.Http.Options;
using Pharos.Model;

namespace Pharos.Rules.Notifying;

/// <summary>An entry of <c>alerting.alertmanagers</c>: a set of Alertmanagers that discovery finds.</summary>
public sealed class AlertmanagerOptions : IOptions
{
    private static readonly ChoiceKind<string> Schemes = new(("http", "http"), ("https", "https"));

    /// <summary>The one version there is; the first one is no more.</summary>
    private static readonly ChoiceKind<string> ApiVersions = new(("v2", "v2"));

    public HttpClientOptions Http { get; } = new();

    public SigV4Options? SigV4 { get; set; }

    public string Scheme { get; set; } = "http";

    /// <summary>What stands before the path of the API; empty for nothing.</summary>
    public string PathPrefix { get; set; } = "";

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public string ApiVersion { get; set; } = "v2";

    public IReadOnlyList<RelabelOptions> TargetRules { get; set; } = [];

    /// <summary>What changes or drops alerts for these Alertmanagers only.</summary>
    public IReadOnlyList<RelabelOptions> AlertRules { get; set; } = [];

    public DiscoveryOptions Discovery { get; } = new();

    public void Describe(Fields fields)
    {
        Http.Describe(fields);
        SigV4 = fields.Section("sigv4", SigV4);
        Scheme = fields.Value("scheme", Schemes, Scheme);
        PathPrefix = fields.Text("path_prefix", PathPrefix);
        Timeout = fields.Duration("timeout", Timeout, always: true);
        ApiVersion = fields.Value("api_version", ApiVersions, ApiVersion, always: true);
        TargetRules = fields.Sections("relabel_configs", TargetRules);
        AlertRules = fields.Sections("alert_relabel_configs", AlertRules);
        Discovery.Describe(fields);

        fields.Check(SigV4 is null || !Http.HasAuthentication, "sigv4", "at most one of basic_auth, authorization, oauth2, & sigv4 must be configured");
        var url = TargetRules.Count > 0 ? null : Discovery.StaticUrl;
        fields.Check(url is null, "static_configs", $"\"{url}\" is not a valid hostname: a target is host:port, its path and scheme are path_prefix and scheme");
    }

    /// <inheritdoc cref="AlertingOptions.Resolve"/>
    public void Resolve(NameValidationScheme scheme, ConfigurationProblems problems)
    {
        RelabelOptions.Compile(AlertRules, scheme, problems);
        RelabelOptions.Compile(TargetRules, scheme, problems);
    }
}
