using Pharos.Configuration;

namespace Pharos.Http.Options;

/// <summary>Which way requests take; the fields stand in line with those of the section.</summary>
public sealed class ProxyOptions : IOptions
{
    public string Url { get; set; } = "";

    public string NoProxy { get; set; } = "";

    public bool FromEnvironment { get; set; }

    public SortedDictionary<string, IReadOnlyList<Secret>> ConnectHeaders { get; set; } = new(StringComparer.Ordinal);

    public void Describe(Fields fields)
    {
        Url = fields.Value("proxy_url", Kinds.Url, Url);
        NoProxy = fields.Text("no_proxy", NoProxy);
        FromEnvironment = fields.Bool("proxy_from_environment", FromEnvironment);
        ConnectHeaders = fields.Lists("proxy_connect_header", Kinds.Secret, ConnectHeaders);
        fields.Check(ConnectHeaders.Count == 0 || FromEnvironment || Url.Length > 0, "proxy_connect_header", "if proxy_connect_header is configured, proxy_url or proxy_from_environment must also be configured");
        fields.Check(!FromEnvironment || Url.Length == 0, "proxy_from_environment", "if proxy_from_environment is configured, proxy_url must not be configured");
        fields.Check(!FromEnvironment || NoProxy.Length == 0, "no_proxy", "if proxy_from_environment is configured, no_proxy must not be configured");
        fields.Check(Url.Length > 0 || NoProxy.Length == 0 || FromEnvironment, "no_proxy", "if no_proxy is configured, proxy_url must also be configured");
    }
}
