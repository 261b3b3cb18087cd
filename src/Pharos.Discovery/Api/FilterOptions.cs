using Pharos.Configuration;

namespace Pharos.Discovery.Api;

/// <summary>An entry of <c>filters</c>: what an API is to leave out, in its own words.</summary>
public sealed class FilterOptions : IOptions
{
    public string Name { get; set; } = "";

    public IReadOnlyList<string> Values { get; set; } = [];

    public void Describe(Fields fields)
    {
        Name = fields.Text("name", Name);
        Values = fields.Texts("values", Values);
    }
}
