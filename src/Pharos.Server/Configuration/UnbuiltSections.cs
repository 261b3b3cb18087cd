using Pharos.Configuration;
using Pharos.Server.Configuration.Otlp;

namespace Pharos.Server.Configuration;

/// <summary>The sections that are read and checked, and that is all. Whoever builds the room of one takes its line away here.</summary>
public static class UnbuiltSections
{
    public const string Explanation = "is read and checked, but this version does not do it yet";

    /// <summary>Those that the configuration says something in.</summary>
    public static IReadOnlyList<string> In(ServerConfiguration configuration)
    {
        (string Section, bool HasContent)[] sections =
        [
            ("remote_read", configuration.RemoteReads.Count > 0),
            ("otlp", OptionsWriter.Identity(configuration.Otlp) != OptionsWriter.Identity(new OtlpOptions())),
            ("tracing", configuration.Tracing is not null),
        ];
        return [.. sections.Where(static section => section.HasContent).Select(static section => section.Section)];
    }
}
