using Pharos.Configuration;

namespace Pharos.Hosting.WebConfiguration;

/// <summary>The section <c>http_server_config</c>.</summary>
public sealed class WebHttpOptions : IOptions
{
    /// <summary>The headers that can be set, with the values that they can have; null for any.</summary>
    private static readonly Dictionary<string, string[]?> Allowed = new(StringComparer.Ordinal)
    {
        ["Strict-Transport-Security"] = null,
        ["X-Content-Type-Options"] = ["nosniff"],
        ["X-Frame-Options"] = ["deny", "sameorigin"],
        ["X-XSS-Protection"] = null,
        ["Content-Security-Policy"] = null,
    };

    /// <summary>Whether HTTP/2 is spoken, which needs TLS.</summary>
    public bool Http2 { get; set; } = true;

    /// <summary>What every answer has in addition.</summary>
    public SortedDictionary<string, string> Headers { get; set; } = new(StringComparer.Ordinal);

    public void Describe(Fields fields)
    {
        Http2 = fields.Bool("http2", Http2, always: true);
        Headers = fields.Map("headers", Kinds.Text, Headers);
        foreach (var (name, value) in Headers)
        {
            if (!Allowed.TryGetValue(name, out var values))
            {
                fields.Check(false, "headers", $"HTTP header \"{name}\" can not be configured");
                continue;
            }

            fields.Check(
                values is null || values.Contains(value), "headers",
                $"invalid value for {name}. Expected one of: {string.Join(", ", values ?? [])}, but got: \"{value}\"");
        }
    }
}
