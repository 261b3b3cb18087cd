using Pharos.Configuration;

namespace Pharos.Http.Options;

/// <summary>The values of a header that is added to each request.</summary>
public sealed class HeaderOptions : IOptions
{
    public IReadOnlyList<string> Values { get; set; } = [];

    public IReadOnlyList<Secret> Secrets { get; set; } = [];

    /// <summary>Read at each request, white space at the ends taken off.</summary>
    public IReadOnlyList<string> Files { get; set; } = [];

    public void Describe(Fields fields)
    {
        Values = fields.Texts("values", Values);
        Secrets = fields.Values("secrets", Kinds.Secret, Secrets);
        Files = fields.Files("files", Files);
    }
}
