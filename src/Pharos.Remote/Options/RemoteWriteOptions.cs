using Pharos.Configuration;
using Pharos.Http.Aws;
using Pharos.Http.Options;
using Pharos.Model;

namespace Pharos.Remote.Options;

/// <summary>An entry of <c>remote_write</c>: a server that gets every sample.</summary>
public sealed class RemoteWriteOptions : IOptions
{
    public const string Version1 = "prometheus.WriteRequest";
    public const string Version2 = "io.prometheus.write.v2.Request";

    private static readonly ChoiceKind<string> Messages = new((Version1, Version1), (Version2, Version2));

    public string Url { get; set; } = "";

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    public SortedDictionary<string, string> Headers { get; set; } = new(StringComparer.Ordinal);

    /// <summary>What changes or drops samples once the external labels are added.</summary>
    public IReadOnlyList<RelabelOptions> WriteRules { get; set; } = [];

    /// <summary>For metrics and logs; empty for a hash of the section.</summary>
    public string Name { get; set; } = "";

    public bool SendExemplars { get; set; }

    /// <summary>Makes no difference to version 2 of the message, which always has them.</summary>
    public bool SendNativeHistograms { get; set; }

    /// <summary>Whether connections go to all addresses of the host in turn.</summary>
    public bool RoundRobinDns { get; set; }

    public string Message { get; set; } = Version1;

    public bool LogFailedRequests { get; set; }

    public HttpClientOptions Http { get; } = new(enableHttp2: false);

    public QueueOptions Queue { get; set; } = new();

    public MetadataOptions Metadata { get; set; } = new();

    public SigV4Options? SigV4 { get; set; }

    public AzureAdOptions? AzureAd { get; set; }

    public GoogleIamOptions? GoogleIam { get; set; }

    public void Describe(Fields fields)
    {
        Url = fields.Value("url", Kinds.AbsoluteUrl, Url, always: true);
        Timeout = fields.Duration("remote_timeout", Timeout, always: true);
        Headers = fields.Map("headers", Kinds.Text, Headers);
        WriteRules = fields.Sections("write_relabel_configs", WriteRules);
        Name = fields.Text("name", Name);
        SendExemplars = fields.Bool("send_exemplars", SendExemplars);
        SendNativeHistograms = fields.Bool("send_native_histograms", SendNativeHistograms);
        RoundRobinDns = fields.Bool("round_robin_dns", RoundRobinDns);
        Message = fields.Value("protobuf_message", Messages, Message);
        LogFailedRequests = fields.Bool("failed_request_logging", LogFailedRequests);
        Http.Describe(fields);
        Queue = fields.Part("queue_config", Queue);
        Metadata = fields.Part("metadata_config", Metadata);
        SigV4 = fields.Section("sigv4", SigV4);
        AzureAd = fields.Section("azuread", AzureAd);
        GoogleIam = fields.Section("google_iam", GoogleIam);

        fields.Check(Url.Length > 0, "url", "url for remote_write is empty");
        RemoteHeaders.Check(fields, Headers);
        CheckAuthentication(fields);
    }

    /// <summary>Checks what depends on the section <c>global</c>.</summary>
    public void Resolve(NameValidationScheme scheme, ConfigurationProblems problems) => RelabelOptions.Compile(WriteRules, scheme, problems);

    private void CheckAuthentication(Fields fields)
    {
        (string Name, bool IsGiven)[] ways =
        [
            ("basic_auth", Http.BasicAuth is not null), ("authorization", Http.Authorization is not null), ("oauth2", Http.OAuth2 is not null),
            ("sigv4", SigV4 is not null), ("azuread", AzureAd is not null), ("google_iam", GoogleIam is not null),
        ];
        string[] given = [.. ways.Where(static way => way.IsGiven).Select(static way => way.Name)];
        fields.Check(
            given.Length < 2,
            given.Length == 0 ? "" : given[^1],
            $"at most one of basic_auth, authorization, oauth2, sigv4, azuread or google_iam must be configured. Currently configured: {string.Join(", ", given)}");
    }
}
