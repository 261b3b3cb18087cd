using Pharos.Configuration;

namespace Pharos.Discovery.Kubernetes.Options;

/// <summary>Where objects are looked for: everywhere, if nothing is said.</summary>
public sealed class NamespacesOptions : IOptions
{
    /// <summary>Also the namespace that Pharos itself runs in.</summary>
    public bool OwnNamespace { get; set; }

    public IReadOnlyList<string> Names { get; set; } = [];

    public void Describe(Fields fields)
    {
        OwnNamespace = fields.Bool("own_namespace", OwnNamespace);
        Names = fields.Texts("names", Names);
        foreach (var name in Names)
        {
            // They become parts of paths.
            fields.Check(name is not ("." or "..") && name.AsSpan().IndexOfAny('/', '%') < 0, "names", $"\"{name}\" cannot be the name of a namespace");
        }
    }

    /// <summary>Those to ask for, each once; an empty name stands for all there are.</summary>
    public IReadOnlyList<string> With(string ownNamespace)
    {
        string[] names = OwnNamespace && ownNamespace.Length > 0 ? [.. Names, ownNamespace] : [.. Names];
        return names.Length == 0 || names.Contains("") ? [""] : [.. names.Distinct(StringComparer.Ordinal)];
    }
}
