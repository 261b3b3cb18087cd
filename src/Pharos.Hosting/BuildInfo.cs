namespace Pharos.Hosting;

/// <summary>Where this executable comes from. Unknown parts are the word <c>unknown</c>, never empty.</summary>
public sealed record BuildInfo
{
    public static BuildInfo Unknown { get; } = new();

    public string Version { get; init; } = "unknown";

    public string Branch { get; init; } = "unknown";

    public string Revision { get; init; } = "unknown";

    public string User { get; init; } = "unknown";

    /// <summary>As <c>20260102-15:04:05</c>, in UTC.</summary>
    public string Date { get; init; } = "unknown";

    public string RuntimeVersion { get; init; } = Environment.Version.ToString();

    /// <summary>As <c>linux/amd64</c>.</summary>
    public string Platform { get; init; } = "unknown";

    public string Tags { get; init; } = "unknown";
}
