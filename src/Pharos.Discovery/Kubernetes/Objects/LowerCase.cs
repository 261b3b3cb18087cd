namespace Pharos.Discovery.Kubernetes.Objects;

/// <summary>The words of conditions, of which there are few but many times.</summary>
internal static class LowerCase
{
    public static string Of(string text) => text switch
    {
        "True" => "true",
        "False" => "false",
        "Unknown" => "unknown",
        _ => text.ToLowerInvariant(),
    };
}
