using Pharos.Configuration;
using Pharos.Http.Options;
using Pharos.Remote.Options;

namespace Pharos.Server.Configuration.Tracing;

/// <summary>The section <c>tracing</c>: where the server sends traces of its own work.</summary>
public sealed class TracingOptions : IOptions
{
    private static readonly ChoiceKind<string> ClientTypes = new(("grpc", "grpc"), ("http", "http"));
    private static readonly ChoiceKind<string> Compressions = new(("gzip", "gzip"), ("", ""));

    public string ClientType { get; set; } = "grpc";

    /// <summary>Host and port.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The share of requests that are traced.</summary>
    public double SamplingFraction { get; set; }

    /// <summary>Whether the connection is made without TLS.</summary>
    public bool Insecure { get; set; }

    public TlsOptions? Tls { get; set; }

    public SortedDictionary<string, string> Headers { get; set; } = new(StringComparer.Ordinal);

    public string Compression { get; set; } = "";

    /// <summary>Zero for the ten seconds that those who send traces usually wait.</summary>
    public TimeSpan Timeout { get; set; }

    public void Describe(Fields fields)
    {
        ClientType = fields.Value("client_type", ClientTypes, ClientType);
        Endpoint = fields.Text("endpoint", Endpoint);
        SamplingFraction = fields.Number("sampling_fraction", SamplingFraction);
        Insecure = fields.Bool("insecure", Insecure);
        Tls = fields.Section("tls_config", Tls);
        Headers = fields.Map("headers", Kinds.Text, Headers);
        Compression = fields.Value("compression", Compressions, Compression);
        Timeout = fields.Duration("timeout", Timeout);
        RemoteHeaders.Check(fields, Headers, "custom authorization header configuration is not yet supported");
        fields.Check(Endpoint.Length > 0, "endpoint", "tracing endpoint must be set");
    }
}
