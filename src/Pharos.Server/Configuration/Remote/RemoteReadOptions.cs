using System.Text;
using Pharos.Configuration;
using Pharos.Http.Options;
using Pharos.Model;
using Pharos.Remote.Options;

namespace Pharos.Server.Configuration.Remote;

/// <summary>An entry of <c>remote_read</c>: a server whose samples queries see too.</summary>
public sealed class RemoteReadOptions : IOptions
{
    public string Url { get; set; } = "";

    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The largest frame of a streamed answer, in bytes.</summary>
    public long ChunkedReadLimit { get; set; } = 50_000_000;

    public SortedDictionary<string, string> Headers { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Whether it is asked for ranges too that the local store has as a whole.</summary>
    public bool ReadRecent { get; set; }

    /// <summary>For metrics and logs; empty for a hash of the section.</summary>
    public string Name { get; set; } = "";

    public HttpClientOptions Http { get; } = new();

    /// <summary>What a selector must ask for to be passed on.</summary>
    public SortedDictionary<string, string> RequiredMatchers { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Whether the external labels are asked for, and taken off the answer.</summary>
    public bool FilterExternalLabels { get; set; } = true;

    public void Describe(Fields fields)
    {
        Url = fields.Value("url", Kinds.AbsoluteUrl, Url, always: true);
        Timeout = fields.Duration("remote_timeout", Timeout, always: true);
        ChunkedReadLimit = fields.Count("chunked_read_limit", ChunkedReadLimit, always: true);
        Headers = fields.Map("headers", Kinds.Text, Headers);
        ReadRecent = fields.Bool("read_recent", ReadRecent);
        Name = fields.Text("name", Name);
        Http.Describe(fields);
        RequiredMatchers = fields.Map("required_matchers", Kinds.Text, RequiredMatchers);
        FilterExternalLabels = fields.Bool("filter_external_labels", FilterExternalLabels, always: true);

        fields.Check(Url.Length > 0, "url", "url for remote_read is empty");
        RemoteHeaders.Check(fields, Headers);
        foreach (var name in RequiredMatchers.Keys)
        {
            var isValid = NameValidation.IsLabelName(Encoding.UTF8.GetBytes(name), NameValidationScheme.Utf8);
            fields.Check(isValid, "required_matchers", $"\"{name}\" is not a valid label name");
        }
    }
}
