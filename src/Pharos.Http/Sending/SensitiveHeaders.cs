namespace Pharos.Http.Sending;

/// <summary>Headers that are for one host alone.</summary>
internal static class SensitiveHeaders
{
    private static readonly string[] Names = ["Authorization", "Cookie", "Cookie2", "Www-Authenticate", "Proxy-Authorization", "Proxy-Authenticate"];

    public static bool Contains(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
