namespace Pharos.Instrumentation.Runtime;

/// <summary>From what and for what the program was built.</summary>
public sealed record BuildInfo
{
    public required string Version { get; init; }

    /// <summary>The commit, <c>unknown</c> if it is not known.</summary>
    public string Revision { get; init; } = "unknown";

    public string Branch { get; init; } = "unknown";

    public string User { get; init; } = "unknown";

    /// <summary>As <c>20260102-15:04:05</c>, in UTC.</summary>
    public string Date { get; init; } = "unknown";

    /// <summary>Build tags, separated by commas.</summary>
    public string Tags { get; init; } = "unknown";

    /// <summary>
    /// Registers <c>PROGRAM_build_info</c>, always 1, with what tells builds apart as labels. Dashboards find the instances of a program
    /// by it. Registering another build under the same name replaces the one before.
    /// </summary>
    public void Register(MetricRegistry registry, string program)
    {
        var family = registry.GaugeFamily(
            $"{program}_build_info",
            $"Always 1; the labels tell which build of {program} runs, on which runtime and platform.",
            "version",
            "revision",
            "branch",
            "goversion",
            "goos",
            "goarch",
            "tags");
        family.Clear();
        family.WithLabels(
            Version,
            Revision,
            Branch,
            RuntimeVersion.Name,
            RuntimeVersion.OperatingSystemName,
            RuntimeVersion.Architecture,
            Tags).Set(1);
    }
}
